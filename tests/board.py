"""How tests ask the board: the status of a requirement, and that a hole in what guards it is seen and its mending too.

`tests/architecture/test_every_requirement_turns.py` looks for tests that use these.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from governance.ledger.triggers import guarded, lifted
from governance.public import measure_now


def status(code: str, at: datetime, **where: Any) -> str:
    """What the board says of a requirement, measured at that moment: met, breached and so on."""
    return measure_now(code, at=at, **where).status


def turns(code: str, hole: AbstractContextManager[None], at: datetime) -> None:
    """The board calls the requirement met, breached while the hole is open, and met again once it is closed."""
    before = status(code, at)
    with hole:
        meanwhile = status(code, at)
    after = status(code, at)
    assert (before, meanwhile, after) == ("met", "breached", "met"), code


@contextmanager
def tampered(row: Model, **values: Any) -> Iterator[None]:
    """The row with other values, as somebody with the password of the database would leave it; whole again after.

    For what the services refuse to do. Triggers of its table are lifted while the values are written, as they would.
    """
    model = type(row)
    rows = model._default_manager.filter(pk=row.pk)
    before = rows.values(*values).get()
    with _open(model):
        rows.update(**values)
    yield
    with _open(model):
        rows.update(**before)


def _open(model: type[Model]) -> AbstractContextManager[Any]:
    table = model._meta.db_table
    return lifted(connection, table) if table in guarded() else nullcontext()
