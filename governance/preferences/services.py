"""Keeping a person's own settings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from governance.ledger.services import record
from governance.preferences.rules import FIELDS
from governance.refusals.exceptions import NotAllowed

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def save_preferences(user: User, values: dict[str, Any], *, actor: User, at: datetime | None = None) -> list[str]:
    """Write what changed and return the names of those fields; everybody sets their own and nobody else's."""
    if actor.pk != user.pk:
        raise NotAllowed(_("Settings belong to the person. Please ask them to change their own."))
    changed = [name for name in FIELDS if name in values and getattr(user, name) != values[name]]
    if changed:
        for name in changed:
            setattr(user, name, values[name])
        user.save(update_fields=changed)
        record("settings.changed", actor=actor, kind="user", object_id=user.pk, payload={"fields": changed}, at=at)
    return changed
