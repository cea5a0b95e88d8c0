"""Giving roles and taking them away, with the person told (R-001, O-3.3.1).

`check_grant` says beforehand whether a grant could be made; a step of approval asks it when the request is written,
and calls `give_role` with the same arguments when somebody else has agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import (
    ROLES_BY_CODE,
    NotAllowed,
    Refused,
    check_giver,
    deputies_of,
    grant_role,
    revoke_role,
    roles_held,
    tell,
)


def check_grant(
    person: User, role: str, *, accounts: Sequence[PlatformAccount], actor: User | None, at: datetime | None = None
) -> None:
    """Raise Denial, NotAllowed or Refused where `actor` may not give `person` this role there."""
    check_giver(actor, person)
    row = ROLES_BY_CODE.get(role)
    if row is None:
        raise Refused(_("This role does not exist. Please choose one from the list."), field="role")
    if not person.is_active:
        raise Refused(_("This login is closed. Please open it again first."))
    if actor is not None and actor.pk in deputies_of(person.pk, at or timezone.now()):
        raise NotAllowed(
            _("You stand in for this person now, so the role would serve you. Please ask another administrator.")
        )
    if not accounts and not row.company:
        raise Refused(_("This role works on accounts alone. Please choose at least one."), field="accounts")
    held = roles_held(person).get(role, set())
    places: list[int | None] = [account.pk for account in accounts]
    if held.issuperset(places or [None]):
        raise Refused(_("This person holds this role there already. Please choose another one."), field="role")


@transaction.atomic
def give_role(
    person: User,
    role: str,
    *,
    accounts: Sequence[PlatformAccount] = (),
    actor: User | None,
    at: datetime | None = None,
) -> None:
    """Give the role on `accounts`, without accounts for the company, and tell the person.

    Never for oneself, nor for somebody in whose place the actor stands now; raises as `check_grant`.
    """
    check_grant(person, role, accounts=accounts, actor=actor, at=at)
    grant_role(person, role, accounts=accounts, actor=actor, at=at)
    _tell(person, "role.given", role, accounts, actor, at)


@transaction.atomic
def take_role(
    person: User,
    role: str,
    *,
    accounts: Sequence[PlatformAccount] = (),
    actor: User | None,
    at: datetime | None = None,
) -> None:
    """Take the role on `accounts`, without accounts wherever it is held, and tell the person.

    Closed logins too. Raises Refused where the person does not hold it there, and as `check_giver`.
    """
    check_giver(actor, person)
    held = roles_held(person).get(role, set())
    if not held or not {account.pk for account in accounts} <= held:
        raise Refused(_("This person does not hold this role there any more. Load the page again."))
    revoke_role(person, role, accounts=accounts, actor=actor, at=at)
    _tell(person, "role.taken", role, accounts, actor, at)


def _tell(
    person: User,
    template: str,
    role: str,
    accounts: Sequence[PlatformAccount],
    actor: User | None,
    at: datetime | None,
) -> None:
    """One notice for each change; setup and the demo company tell nobody."""
    if actor is None:
        return
    moment = at or timezone.now()
    params = {"who": str(actor), "role": role, "accounts": [account.handle for account in accounts]}
    tell(
        [person], template, kind="user", object_id=person.pk, params=params,
        key=f"{template}:{person.pk}:{role}:{moment.isoformat()}", at=moment,
    )  # fmt: skip
