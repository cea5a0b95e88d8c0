"""Rights of which somebody must always be left, judged in one place under one lock (R-012, R-013).

Whoever leaves, has a role taken, or loses it in a review of rights is judged here: of two who go at the same moment
the second waits for the first, and is counted without them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps

from governance.access.grants import lock_roles
from governance.access.holding import holder_ids
from governance.access.rules import WORK

if TYPE_CHECKING:
    from accounts.models import User

# A right, and the account on which it is held; None is the company.
Held = tuple[str, int | None]


def last_held(person: User, rights: Iterable[Held]) -> Held | None:
    """The first of these that `person` holds in force and nobody else does, or None.

    Call it inside the transaction that takes the right away: it holds the lock of all roles until then, which comes
    before any account or person (`governance.approvals.services`). Somebody else who is a superuser holds what is
    held in the company and needs no role; nobody who is not active holds anything.
    """
    lock_roles()
    return next((held for held in rights if _is_last(person, *held)), None)


def _is_last(person: User, right: str, account_id: int | None) -> bool:
    holders = set(holder_ids(right, account_id))
    if holders - {person.pk}:
        return False
    if account_id is not None:
        return person.pk in holders
    superusers = apps.get_model("accounts", "User").objects.filter(is_superuser=True, is_active=True)
    above = set() if right in WORK else set(superusers.values_list("pk", flat=True))
    return person.pk in holders | above and not above - {person.pk}
