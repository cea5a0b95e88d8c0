"""Who answers for an incident: its owner, who is above the owner, who is told (R-011). Nobody decides for oneself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from accounts.incidents.rules import CHAIN, KEEP, MANAGE, MANAGE_ACCOUNTS, PUBLISH
from governance.public import Sentence, can, deputies_at, holder_ids, stood_in_for

if TYPE_CHECKING:
    from accounts.incidents.models import Incident
    from accounts.people.models import User
    from accounts.platforms.models import PlatformAccount

BY_ANOTHER = _(
    "You own this incident, owned it or contained it, so somebody else does this: your superior or another manager of"
    " the account."
)
CONCERNED = _("You are named in this incident, so you take no part in handling it.")


def owner_for(account: PlatformAccount, reporter: User, concerned: User | None) -> User:
    """Who manages the account; where nobody does, the head of its department, the superior, whoever reports it.

    Somebody who is named in the incident never owns it.
    """
    department = account.department
    head = [department.head_id] if department is not None and department.head_id else []
    superior = [reporter.superior_id] if reporter.superior_id else []
    order = [*holder_ids(MANAGE, account.pk), *head, *superior, reporter.pk, *holder_ids(MANAGE_ACCOUNTS, None)]
    people = _active(order)
    barred = concerned.pk if concerned else None
    return next((people[pk] for pk in order if pk in people and pk != barred), reporter)


def superiors_of(
    owner: User, account: PlatformAccount, concerned_id: int | None, *, handled: Collection[int] = ()
) -> list[int]:
    """Who may receive the report on an incident of this owner, nearest first: upward, heads, then account managers.

    The first of them is told at once and has the clock. Whoever `handled` it receives no report on themselves.
    """
    chain: list[int] = []
    person: User | None = owner
    while person is not None and person.superior_id and len(chain) < CHAIN and person.superior_id not in chain:
        chain.append(person.superior_id)
        person = person.superior
    for department in (account.department, owner.department):
        while department is not None and len(chain) < 2 * CHAIN:
            chain += [department.head_id] if department.head_id else []
            department = department.parent
    closed = {owner.pk, concerned_id, *handled}
    return _others(chain, closed) or _others(holder_ids(MANAGE_ACCOUNTS, None), closed)


def receivers(incident: Incident, at: datetime) -> set[int]:
    """Who may confirm the receipt at that moment: those above the owner, and whoever stands in for them."""
    above = superiors_of(incident.owner, incident.account, incident.concerned_id, handled=handlers_of(incident))
    above = list(dict.fromkeys([*([incident.superior_id] if incident.superior_id else []), *above]))
    return {*above, *deputies_at(above, at).values()} - barred(incident, at)


def handlers_of(incident: Incident) -> set[int]:
    """Whose own case it is: its owner, whoever contained it, and everybody who was either before."""
    now = {incident.owner_id, *([incident.contained_by_id] if incident.contained_by_id else [])}
    return now | set(incident.former_handlers.values_list("person_id", flat=True))


def barred(incident: Incident, at: datetime) -> set[int]:
    """Who decides nothing on this incident: its handlers, who is named in it, and whoever stood in for any."""
    own = {*handlers_of(incident), *([incident.concerned_id] if incident.concerned_id else [])}
    return own | stood_in_for(own, min(incident.reported_at, at), at)


def why_not_handling(incident: Incident, person: User, at: datetime) -> Sentence | None:
    """Why this person does not handle the incident, or None: its owner, the owner's deputy, the account's managers."""
    if person.pk == incident.concerned_id:
        return CONCERNED
    if person.pk == incident.owner_id or can(person, MANAGE, incident):
        return None
    if deputies_at([incident.owner_id], at).get(incident.owner_id) == person.pk:
        return None
    return _("Only the owner of the incident and the managers of the account do this. Please tell one of them.")


def why_not_receiving(incident: Incident, person: User, at: datetime) -> Sentence | None:
    """Why this person does not confirm the receipt of the report, or None."""
    if person.pk in receivers(incident, at):
        return None
    return _own(incident, person, at) or _("The report is confirmed by somebody above the owner of the incident.")


def why_not_closing(incident: Incident, person: User, at: datetime) -> Sentence | None:
    """Why this person does not close the incident, or None: somebody above the owner, or another manager."""
    own = _own(incident, person, at)
    if own is not None:
        return own
    if person.pk in receivers(incident, at) or can(person, MANAGE, incident):
        return None
    return _("An incident is closed by somebody above its owner, or by another manager of the account.")


def why_not_reopening(incident: Incident, person: User, at: datetime) -> Sentence | None:
    """Why this person does not open the incident again, or None: whoever handles it, and those above."""
    if person.pk in receivers(incident, at):
        return None
    return why_not_handling(incident, person, at)


def why_not_noting(incident: Incident, person: User, at: datetime) -> Sentence | None:
    """Why this person writes no note, or None: whoever handles, reported, received it, has a step, or keeps logins."""
    if person.pk in (incident.reported_by_id, incident.found_by_id, incident.superior_id):
        return None
    if can(person, KEEP, incident) or incident.steps.filter(owner=person).exists():
        return None
    return why_not_reopening(incident, person, at)


def hearers(incident: Incident) -> list[int]:
    """Who is told of an incident: who keeps, manages and publishes on its accounts, its owner, those above."""
    told = {incident.owner_id, *([incident.superior_id] if incident.superior_id else [])}
    for account in incident.accounts.select_related("department"):
        for right in (KEEP, MANAGE, PUBLISH):
            told.update(holder_ids(right, account.pk))
        told.update(account.credentials.kept().values_list("custodian_id", flat=True))
        if account.department is not None and account.department.head_id:
            told.add(account.department.head_id)
    return sorted(told - {incident.concerned_id})


def _own(incident: Incident, person: User, at: datetime) -> Sentence | None:
    if person.pk == incident.concerned_id:
        return CONCERNED
    if person.pk in barred(incident, at):
        return BY_ANOTHER
    return None


def _active(ids: Iterable[int]) -> dict[int, User]:
    people: dict[int, User] = get_user_model().objects.filter(is_active=True).in_bulk(list(dict.fromkeys(ids)))
    return people


def _others(ids: Iterable[int], closed: Collection[int | None]) -> list[int]:
    order = [pk for pk in dict.fromkeys(ids) if pk not in closed]
    people = _active(order)
    return [pk for pk in order if pk in people]
