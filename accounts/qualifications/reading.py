"""Who is qualified when: for the signatures that the floors above keep (R-122, R-047)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists

from accounts.people.models import User
from accounts.qualifications.models import Qualification


def qualified_then(person: str, moment: str) -> Exists:
    """Of an outer row: whether the person in one of its columns was qualified at the moment in another."""
    return Qualification.objects.covering_then(person, moment)


def qualified_ids(people: Collection[int], at: datetime) -> set[int]:
    """Those of these people who may sign as reviewers at that moment; one statement."""
    return Qualification.objects.covered_ids(people, at)


def competent_ids(market: str, at: datetime) -> set[int]:
    """The people whose qualification at that moment names that market; one statement."""
    rows: Any = Qualification.objects.covering(at).values_list("person_id", "markets")
    return {person for person, markets in rows if market in markets}


def last_of(person: User, reader: User) -> Qualification | None:
    """The qualification that holds longest, in force or not, for the person's page; None where it is not shown."""
    return Qualification.objects.visible_to(reader).filter(person=person).order_by("-valid_until", "-pk").first()
