"""What every test of the project may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management.commands.flush import Command as FlushCommand
from django.db import connection

from governance.ledger.models import LedgerEntry, LedgerSeal
from governance.ledger.triggers import lifted


@pytest.fixture(scope="session", autouse=True)
def _flush_lifts_append_only() -> Iterator[None]:
    """The flush after a transactional test may empty append-only tables; nothing else may."""
    flush = FlushCommand.handle

    def handle(self: FlushCommand, **options: Any) -> None:
        with lifted(connection):
            flush(self, **options)

    FlushCommand.handle = handle  # type: ignore[method-assign]
    yield
    FlushCommand.handle = flush  # type: ignore[method-assign]


@pytest.fixture
def ledger_without_triggers(db: None) -> Iterator[None]:
    """Tampering as somebody with the database password would do it."""
    with lifted(connection, LedgerEntry._meta.db_table, LedgerSeal._meta.db_table):
        yield


@pytest.fixture
def roles(db: None) -> None:
    """The groups of every role."""
    from governance.access.services import seed_roles

    seed_roles()
