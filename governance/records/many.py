"""Creating and changing thousands of plain records as one deed: rows, their history and their ledger entries.

The sister of `create_record` and `change_record` for imports. The caller has validated the values and holds the rows
locked in its own transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model

from governance.bulk.services import insert_many, update_many
from governance.kinds.registry import kind_of
from governance.ledger.services import record_many

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def create_records(rows: Sequence[Model], *, actor: User | None, event: str, at: datetime) -> None:
    """Insert new rows of one model, each with its history and a ledger entry. All or none."""
    if not rows:
        return
    insert_many(rows, history_kept=True)
    _keep_history(rows, "+", actor, at)
    entries: list[tuple[str, int, int | None, dict[str, Any]]] = [
        (event, row.pk, getattr(row, "department_id", None), {}) for row in rows
    ]
    record_many(entries, actor=actor, kind=kind_of(rows[0]), at=at)


@transaction.atomic
def change_records(changed: Mapping[Any, Sequence[str]], *, actor: User | None, event: str, at: datetime) -> None:
    """Write the named fields of rows that carry their new values; entries hold the names, the history the values."""
    if not changed:
        return
    by_fields: dict[tuple[str, ...], list[Model]] = defaultdict(list)
    for row, fields in changed.items():
        by_fields[tuple(sorted(fields))].append(row)
    for names, rows in by_fields.items():
        update_many(rows, names)
    _keep_history(list(changed), "~", actor, at)
    entries = [
        (event, row.pk, getattr(row, "department_id", None), {"fields": sorted(fields)})
        for row, fields in changed.items()
    ]
    record_many(entries, actor=actor, kind=kind_of(next(iter(changed))), at=at)


def _keep_history(rows: Sequence[Any], kind: str, actor: User | None, at: datetime) -> None:
    """One row of django-simple-history for each, where the model keeps one."""
    manager = getattr(type(rows[0]), "history", None)
    if manager is None:
        return
    model = manager.model
    names = [field.attname for field in model.tracked_fields]
    insert_many(
        [
            model(
                history_date=at,
                history_user=actor,
                history_type=kind,
                **{name: getattr(row, name) for name in names},
            )
            for row in rows
        ]
    )
