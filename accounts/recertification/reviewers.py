"""Who decides about whose rights: the managers of the account, never about their own, then upward (R-013)."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.recertification.rules import MANAGE, MANAGE_PEOPLE
from governance.public import holder_ids


class Reviewers:
    """Finds a reviewer for each person with a role on `account`, or in the company; a handful of statements."""

    def __init__(self, account: PlatformAccount | None, people: Iterable[int]) -> None:
        right = MANAGE if account is not None else MANAGE_PEOPLE
        managers = holder_ids(right, account.pk if account is not None else None)
        unit = account.department if account is not None else None
        nearest = User.objects.filter(pk__in=managers).values_list("pk", "department_id")
        head, unit_id = (unit.head_id, unit.pk) if unit is not None else (None, None)
        # The head of the account's department first, then its people, then by number.
        self.managers = [
            pk for pk, _unit in sorted(nearest, key=lambda row: (row[0] != head, row[1] != unit_id, row[0]))
        ]
        self.unit_head = head
        self.rows = User.objects.select_related("department").in_bulk(list(people))
        above = {row.superior_id for row in self.rows.values()} | {head}
        above |= {row.department.head_id for row in self.rows.values() if row.department}
        self.active = set(
            User.objects.filter(pk__in=[pk for pk in above if pk is not None], is_active=True).values_list(
                "pk", flat=True
            )
        )
        self.administrators = holder_ids(MANAGE_PEOPLE)

    def of(self, person_id: int) -> int | None:
        """The first of the account's managers who is somebody else; else the superior, a head, an administrator."""
        person = self.rows[person_id]
        above = (person.superior_id, self.unit_head, person.department.head_id if person.department else None)
        order = (*self.managers, *(pk for pk in above if pk in self.active), *self.administrators)
        return next((pk for pk in order if pk != person_id), None)


def next_above(reviewer: User | None, person_id: int) -> int | None:
    """Who decides where the reviewer did not: superiors upward, the head, an administrator; never the person."""
    passed = {person_id} | ({reviewer.pk} if reviewer is not None else set())
    above, seen = reviewer.superior if reviewer is not None else None, set[int]()
    while above is not None and above.pk not in seen:
        if above.is_active and above.pk not in passed:
            return above.pk
        seen.add(above.pk)
        above = above.superior
    heads = [reviewer.department.head_id] if reviewer is not None and reviewer.department else []
    active = User.objects.filter(pk__in=[pk for pk in heads if pk], is_active=True).values_list("pk", flat=True)
    return next((pk for pk in (*active, *holder_ids(MANAGE_PEOPLE)) if pk not in passed), None)
