"""Tasks that are late, and tasks that were passed around, shown together (R-121, D-7.1.1, D-7.2.4a, K-5.2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access.rules import VIEW_ACCOUNT
from governance.access.services import accounts_for, can
from governance.deadlines.models import Deadline, DeadlineQuerySet
from governance.duties.rules import BOUNCE
from governance.kinds.registry import Record, resolve
from governance.lists.exporting import Takeable
from governance.policies.params import param

if TYPE_CHECKING:
    from accounts.models import User

EXPORTED, BATCH = 10_000, 500
HEADERS = (
    _("Task"), _("What for"), _("Account"), _("Owner"), _("Department"), _("Started at"), _("Due at"),
    _("Times passed on"),
)  # fmt: skip


def most_often(now: datetime) -> int:
    """How often the rule books let a task be passed on."""
    return int(param(BOUNCE, at=now).value)


def late_tasks_of(user: User, now: datetime, chosen: str = "") -> DeadlineQuerySet:
    """Of the accounts that one sees, of one's people and oneself; `chosen` narrows to "late" or "passed"."""
    rows = Deadline.objects.late_or_passed_around(now, most_often(now))
    rows = rows.select_related("owner__department", "account", "department").defer("schedule")
    if chosen == "late":
        rows = rows.overdue(now)
    elif chosen == "passed":
        rows = rows.filter(passed_on__gte=max(most_often(now), 1))
    if can(user, "governance.read_everything"):
        return rows
    people = Q(owner=user) | Q(owner__superior=user) | Q(owner__department__head=user) | Q(department__head=user)
    return rows.filter(people | Q(account_id__in=accounts_for(user, VIEW_ACCOUNT)))


def with_records(rows: Sequence[Deadline]) -> list[tuple[Deadline, Record | None]]:
    """Each clock with the record on which it runs, one query per kind."""
    found = resolve((row.kind, row.object_id) for row in rows)
    return [(row, found.get((row.kind, row.object_id))) for row in rows]


def takeable_tasks(rows: DeadlineQuerySet) -> Takeable:
    """The list as a file."""

    def lines() -> Iterator[tuple[Any, ...]]:
        all_rows = list(rows.order_by("due_at", "pk")[:EXPORTED])
        for first in range(0, len(all_rows), BATCH):
            for row, record in with_records(all_rows[first : first + BATCH]):
                yield (
                    record.title if record else "", row.purpose_words, row.account, row.owner,
                    row.department or (row.owner.department if row.owner else None), row.started_at,
                    timezone.localtime(row.due_at), row.passed_on,
                )  # fmt: skip

    back = reverse("governance:late_tasks")
    return Takeable("late_tasks", _("Late or passed around"), HEADERS, lines, personal=True, back=back)
