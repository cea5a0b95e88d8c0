"""Naming deputies, and asking who stands in for whom (R-016, D-7.2.4b).

The room that knows why somebody is away (leave) names the deputy inside its own service, which writes the
ledger entry; every mechanism of the ground floor asks here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from governance.deputies.models import Deputyship
from governance.statements.reading import CompiledQuery

if TYPE_CHECKING:
    from accounts.models import User

# Asked with every signature and notice. Few are away at once, so that whom it concerns is picked out here.
AWAY = CompiledQuery(
    lambda at: Deputyship.objects.at(at).order_by("-begins_at", "-pk").values_list("person_id", "deputy_id")
)
WERE_AWAY = CompiledQuery(
    lambda since, until: Deputyship.objects.touching(since, until).order_by().values_list("person_id", "deputy_id")
)


def name_deputy(
    person: User, deputy: User, *, begins_at: datetime, ends_at: datetime, kind: str, object_id: int
) -> Deputyship:
    """Have `deputy` do the duties of `person` from `begins_at` up to `ends_at`, because of that record."""
    return Deputyship.objects.create(
        person=person, deputy=deputy, begins_at=begins_at, ends_at=ends_at, kind=kind, object_id=object_id
    )


def end_deputyship(kind: str, object_id: int, *, at: datetime) -> None:
    """The person is back at `at`. What has not begun by then never was."""
    rows = Deputyship.objects.filter(kind=kind, object_id=object_id)
    rows.filter(begins_at__gte=at).delete()
    rows.filter(ends_at__gt=at).update(ends_at=at)


def replace_deputy(kind: str, object_id: int, deputy: User, *, at: datetime) -> None:
    """Somebody else does the duties from `at` on, because the deputy has left, who can decide nothing any more."""
    rows = Deputyship.objects.filter(kind=kind, object_id=object_id, ends_at__gt=at)
    rows.filter(begins_at__lt=at).update(begins_at=at)
    rows.update(deputy=deputy)


def deputies_at(people: Collection[int], at: datetime) -> dict[int, int]:
    """Of these people, those who are away at that moment, each with the deputy; one statement."""
    if not people:
        return {}
    return {person: deputy for person, deputy in AWAY.rows(at=at) if person in people}


def away_because_of(people: Collection[int], at: datetime) -> list[tuple[int, str, int]]:
    """Of these people, those who are away at that moment, each with kind and id of the record that says why."""
    if not people:
        return []
    rows = Deputyship.objects.at(at).of(people).order_by("pk")
    return list(rows.values_list("person_id", "kind", "object_id"))


def deputies_of(user_id: int, at: datetime) -> list[int]:
    """Who does the duties of this person at that moment; nobody while the person is there."""
    return list(Deputyship.objects.at(at).of([user_id]).order_by("pk").values_list("deputy_id", flat=True))


def standing_in_for(user_id: int, at: datetime) -> list[int]:
    """Whose duties this person does at that moment."""
    rows = Deputyship.objects.at(at).filter(deputy_id=user_id)
    return list(rows.order_by("pk").values_list("person_id", flat=True))


def stood_in_for(people: Collection[int], since: datetime, until: datetime) -> set[int]:
    """Everybody who did the duties of one of these people at any moment from `since` to `until`."""
    if not people:
        return set()
    return {deputy for person, deputy in WERE_AWAY.rows(since=since, until=until) if person in people}


def were_stood_in_for_by(deputies: Collection[int], since: datetime, until: datetime) -> set[int]:
    """Everybody whose duties one of these people did at any moment from `since` to `until`."""
    if not deputies:
        return set()
    return {person for person, deputy in WERE_AWAY.rows(since=since, until=until) if deputy in deputies}
