"""Who holds two roles on the same account that should not be in one hand (R-013, K-4.2.2c, O-3.3.1).

`conflicts_of` answers before a role is given; the querysets find what is held already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, CharField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

from accounts.recertification.rules import BLOCK, CONFLICTS, Conflict, conflicts_between
from governance.public import ROLES_BY_CODE, Grant, Sentence

if TYPE_CHECKING:
    from accounts.people.models import User
    from accounts.platforms.models import PlatformAccount

# A role, and the id of its account; None is the company.
Place = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Held:
    """A role that meets another one which the person holds there."""

    conflict: Conflict
    other: str

    @property
    def label(self) -> Sentence:
        """The other role in words."""
        return ROLES_BY_CODE[self.other].label

    @property
    def blocks(self) -> bool:
        """Whether it needs an exception that somebody names."""
        return self.conflict.severity == BLOCK


def conflicts_of(
    person: User, role: str, account: PlatformAccount | None = None, *, at: datetime | None = None
) -> list[Held]:
    """What `role` on `account`, or in the company, would meet among the roles that `person` holds; blocking first.

    A role in the company reaches every account, so that it meets what is held anywhere.
    """
    place = (role, account.pk if account else None)
    return conflicts_among(person, [place], at=at or timezone.now())[place]


def conflicts_among(
    person: User, places: Iterable[Place], *, besides: Iterable[Place] = (), at: datetime
) -> dict[Place, list[Held]]:
    """What each of these roles would meet among one another, those `besides`, and those that `person` holds.

    One statement, however many they are.
    """
    wanted = set(places)
    held = Grant.objects.held_at(at).filter(person=person).values_list("role", "account_id")
    together = {*wanted, *besides, *held}
    return {place: _met(place, together) for place in wanted}


def _met(place: Place, held: Iterable[Place]) -> list[Held]:
    """What the role of this place meets on its account; a role in the company reaches every account."""
    role, account = place
    there = {other for other, where in held if other != role and (None in (account, where) or account == where)}
    return [Held(row, row.other(role)) for row in conflicts_between(role, there)]


def conflicting_grants(at: datetime, *, severity: str | None = None) -> Any:
    """Grants in force that meet another grant of the same person on the same account."""
    partners: dict[str, set[str]] = defaultdict(set)
    for row in CONFLICTS:
        if severity in (None, row.severity):
            partners[row.first].add(row.second)
            partners[row.second].add(row.first)
    # One look at the other grants of the person: of an alternative for each role PostgreSQL walks through every one.
    apart = Q()
    for role, others in sorted(partners.items()):
        apart |= Q(_role=role, role__in=sorted(others))
    there = Q(account_id=OuterRef("account_id")) | Q(account=None) | Q(_account__isnull=True)
    mine = Grant.objects.held_at(at).filter(person_id=OuterRef("person_id"))
    held = (
        ExpressionWrapper(OuterRef("role"), CharField()),
        ExpressionWrapper(OuterRef("account_id"), BigIntegerField()),
    )
    other = mine.alias(_role=held[0], _account=held[1]).filter(apart & there)
    return Grant.objects.held_at(at).filter(Exists(other), role__in=sorted(partners), person__is_active=True)


def conflicts_on_page(grants: Iterable[Grant], at: datetime) -> dict[int, list[Held]]:
    """For each of these grants the roles of its person that it meets; one statement for all."""
    rows = list(grants)
    held: dict[int, list[Place]] = defaultdict(list)
    people = {row.person_id for row in rows}
    for person, role, account in (
        Grant.objects.held_at(at).filter(person_id__in=people).values_list("person_id", "role", "account_id")
    ):
        held[person].append((role, account))
    return {row.pk: _met((row.role, row.account_id), held[row.person_id]) for row in rows}
