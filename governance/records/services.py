"""Creating and changing plain records: one row, one ledger entry, one transaction.

For what has no workflow of its own (departments, people, accounts, targets). The ledger holds the names
of the changed fields; the values are in the record's history.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from governance.access.services import account_id_of
from governance.kinds.registry import kind_of
from governance.ledger.services import record
from governance.workflow.services import require_version

if TYPE_CHECKING:
    from accounts.models import User

M = TypeVar("M", bound=Model)


def create_record(
    obj: M, *, actor: User | None, event: str, payload: dict[str, Any] | None = None, at: datetime | None = None
) -> M:
    """Validate and save a new row, with its ledger entry. Raises ValidationError naming the fields."""
    obj.full_clean()
    with transaction.atomic():
        obj.save(force_insert=True)
        _write(obj, actor, event, payload or {}, at)
    return obj


def change_record(
    obj: M,
    values: dict[str, Any],
    *,
    actor: User | None,
    event: str,
    version: int | None = None,
    at: datetime | None = None,
) -> list[str]:
    """Write the values that differ, and a ledger entry with their names; returns the names.

    Locks the row and compares with what is there now. Nothing different, nothing written. `version` is the
    `lock_version` of the page that was looked at; a record that has one gets the next with every change.
    Raises StaleVersion, or ValidationError naming the fields.
    """
    with transaction.atomic():
        locked = type(obj)._default_manager.select_for_update(no_key=True, of=("self",)).get(pk=obj.pk)
        require_version(locked, version)
        changed = [name for name, value in values.items() if getattr(locked, name) != value]
        if not changed:
            return []
        for name in changed:
            setattr(locked, name, values[name])
            setattr(obj, name, values[name])
        locked.full_clean(exclude=[field.name for field in obj._meta.fields if field.name not in changed])
        counted = ["lock_version"] if hasattr(locked, "lock_version") else []
        for name in counted:
            setattr(locked, name, getattr(locked, name) + 1)
            setattr(obj, name, getattr(locked, name))
        locked.save(update_fields=[*changed, *counted])
        _write(locked, actor, event, {"fields": sorted(changed)}, at)
    return changed


def _write(obj: Model, actor: User | None, event: str, payload: dict[str, Any], at: datetime | None) -> None:
    record(
        event,
        actor=actor,
        kind=kind_of(obj),
        object_id=obj.pk,
        account_id=account_id_of(obj),
        department_id=getattr(obj, "department_id", None),
        payload=payload,
        at=at or timezone.now(),
    )
