"""Whether what is planned will be enough for the period that runs, account by account (R-022)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef
from django.utils import timezone

from content.drafts.models import DraftTarget
from content.drafts.workflow import EDITABLE
from content.plans.models import PlanItem
from content.publishing.models import Publication
from content.rhythm.rules import period_of
from content.rhythm.services import Minimum, days_posted, minimums

if TYPE_CHECKING:
    from accounts.public import PlatformAccount

# A month and a day: the longest period that may run.
LONGEST = timedelta(days=32)


class Outlook(NamedTuple):
    """The period that runs: what stands, what is planned until its end, and how many posts are missing."""

    account: PlatformAccount
    per: str
    first: date
    last: date
    minimum: int
    posted: int
    coming: int

    @property
    def short(self) -> int:
        """So many posts are neither out nor planned."""
        return max(0, self.minimum - self.posted - self.coming)

    @property
    def ends(self) -> datetime:
        """The last moment of the period, by the day of the company."""
        return timezone.make_aware(datetime.combine(self.last, time.max))


def outlooks(accounts: Iterable[PlatformAccount], now: datetime) -> list[Outlook]:
    """One row per account with a minimum, the shortest of posts first; three statements."""
    rows = minimums(accounts, now)
    days = days_posted(rows, now - LONGEST)
    coming = _coming(rows, now)
    found = []
    for row in rows:
        first, last = period_of(row.per, now.astimezone(row.zone).date())
        posted = sum(first <= day <= last for day in days[row.account.pk])
        planned = sum(day <= last for day in coming[row.account.pk])
        found.append(Outlook(row.account, row.per, first, last, row.amount, posted, planned))
    return sorted(found, key=lambda row: (-row.short, row.account.handle))


def _coming(rows: Iterable[Minimum], now: datetime) -> dict[int, list[date]]:
    """The first days, by account, on which posts can still go out: drafts on their way that are not recorded there and
    whose window is not over, and approved plan items that no draft hangs on.
    """
    zones = {row.account.pk: row.zone for row in rows}
    recorded = Publication.objects.filter(draft_id=OuterRef("draft_id"), account_id=OuterRef("account_id"))
    drafts = DraftTarget.objects.filter(account_id__in=zones, draft__status__in=EDITABLE).exclude(Exists(recorded))
    drafts = drafts.exclude(draft__window_end__lt=now).exclude(draft__shown_at=None)
    plans = PlanItem.objects.filter(account_id__in=zones, status="approved", drafts=None, planned_at__gte=now)
    found: dict[int, list[date]] = defaultdict(list)
    for pk, moment in (
        *drafts.filter(draft__shown_at__lt=now + LONGEST).values_list("account_id", "draft__shown_at"),
        *plans.filter(planned_at__lt=now + LONGEST).values_list("account_id", "planned_at"),
    ):
        # A window that is open, or a time that was missed, goes on until the post is out.
        found[pk].append(max(moment or now, now).astimezone(zones[pk]).date())
    return found
