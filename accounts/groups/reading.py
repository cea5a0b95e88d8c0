"""The governing group of a rule book as it stands: who leads, who sits for which unit, what is missing (R-002)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.groups.models import GroupSeat
from accounts.groups.rules import GROUP, LEADER
from accounts.people.models import User
from governance.public import LedgerEntry, param, term

SHOWN = 50


@dataclass
class Group:
    """One group: `units` are what the rule book asks for, each with those who represent it."""

    policy: Any
    leader_post: str
    leader: GroupSeat | None = None
    units: dict[str, list[GroupSeat]] = field(default_factory=dict)
    others: list[GroupSeat] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Codes of the units that nobody represents."""
        return [unit for unit, seats in self.units.items() if not seats]

    @property
    def parts(self) -> list[tuple[str, str, list[GroupSeat]]]:
        """The units by code and in the reader's language, with their seats."""
        return [(unit, term(unit), seats) for unit, seats in self.units.items()]

    @property
    def led_by(self) -> str:
        """The post that leads, in the reader's language."""
        return term(self.leader_post)

    @property
    def state(self) -> str:
        """leaderless, incomplete, or complete."""
        return "leaderless" if self.leader is None else "incomplete" if self.missing else "complete"

    def ends_soon(self, at: datetime) -> bool:
        """Whether the leader's term, or that of the last one who represents a unit, ends soon."""
        parts = [[self.leader] if self.leader else [], *self.units.values()]
        return any(seats and all(seat.ends_soon(at) for seat in seats) for seats in parts)


def units_of(policy: Any, at: datetime) -> list[str]:
    """The units that must sit on the group of a rule book."""
    return [str(unit) for unit in param(GROUP, pack=policy.code, at=at).value["units"]]


def groups_of(policies: Iterable[Any], at: datetime) -> list[Group]:
    """The groups of these rule books at that moment; one statement for all seats."""
    found = {}
    for policy in policies:
        leader_post = str(param(GROUP, pack=policy.code, at=at).value["leader"])
        found[policy.pk] = Group(policy, leader_post, units={unit: [] for unit in units_of(policy, at)})
    seats = GroupSeat.objects.in_office(at).filter(policy__in=found).select_related("person__department")
    for seat in seats.order_by("pk"):
        group = found[seat.policy_id]
        if seat.unit == LEADER:
            group.leader = seat
        else:
            group.units.get(seat.unit, group.others).append(seat)
    return list(found.values())


def seats_of(person: User, at: datetime) -> list[GroupSeat]:
    """The seats that somebody has now, for their page."""
    return list(
        GroupSeat.objects.in_office(at).filter(person=person).select_related("policy").order_by("policy__rank")
    )


def group_members(packs: Iterable[str], *, at: datetime | None = None, leader: bool = False) -> set[int]:
    """Who sits on the governing groups of these rule books, or leads them; by key."""
    seats = GroupSeat.objects.in_office(at or timezone.now()).filter(policy__code__in=list(packs))
    return set((seats.filter(unit=LEADER) if leader else seats).values_list("person_id", flat=True))


def history_of_group(policy: Any) -> list[LedgerEntry]:
    """What happened to the seats of a group, the newest first."""
    seats = GroupSeat.objects.filter(policy=policy).values("pk")
    entries = LedgerEntry.objects.filter(kind="group_seat", object_id__in=seats).select_related("actor")
    return list(entries.order_by("-id")[:SHOWN])
