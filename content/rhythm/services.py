"""Counting the posts of periods that are over (R-022)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.public import PlatformAccount
from content.publishing.models import Publication
from content.rhythm.models import PostingPeriod
from content.rhythm.rules import COUNTED_BACK, MINIMUM, whole_periods
from governance.public import clock_of, param

if TYPE_CHECKING:
    from datetime import tzinfo


class Minimum(NamedTuple):
    """How often an account must post."""

    account: PlatformAccount
    amount: int
    per: str
    zone: tzinfo


def minimums(accounts: Iterable[PlatformAccount], at: datetime) -> list[Minimum]:
    """The minimum of each account that has one, by its rule books."""
    found = []
    for account in accounts:
        row = param(MINIMUM, account=account, at=at).value.get(account.platform)
        if row:
            found.append(Minimum(account, row["amount"], row["per"], clock_of(account.calendar).plan.zone))
    return found


def days_posted(rows: Iterable[Minimum], since: datetime) -> dict[int, list[date]]:
    """The days on which each account posted, each post once, by the account's own clock; one statement."""
    zones = {row.account.pk: row.zone for row in rows}
    posts = Publication.objects.filter(account_id__in=zones, published_at__gte=since)
    found: dict[int, list[date]] = defaultdict(list)
    for account_id, moment in posts.order_by().values_list("account_id", "published_at").iterator(2000):
        found[account_id].append(moment.astimezone(zones[account_id]).date())
    return found


def count_periods(now: datetime | None = None, *, since: datetime | None = None) -> int:
    """Write down each period that is over and not counted, and recount those of late; how many changed.

    May run twice, and by two at once. `since` reaches further back than usual, for a company that begins with a past.
    """
    at = now or timezone.now()
    start = since or at - COUNTED_BACK
    rows = minimums(PlatformAccount.objects.filter(status="active").order_by("pk"), at)
    # The periods begin at midnight by the clock of each account, which lies up to a day before the moment itself.
    days = days_posted(rows, start - timedelta(days=1))
    known = {
        (period.account_id, period.per, period.first_day): period
        for period in PostingPeriod.objects.filter(last_day__gte=start.date())
    }
    new, changed = [], []
    for row in rows:
        begin = start.astimezone(row.zone).date()
        opened = row.account.opened_on
        for first, last in whole_periods(row.per, max(begin, opened or begin), at.astimezone(row.zone).date()):
            posted = sum(first <= day <= last for day in days[row.account.pk])
            period = known.get((row.account.pk, row.per, first))
            if period is None:
                new.append(
                    PostingPeriod(
                        account=row.account, per=row.per, first_day=first, last_day=last, minimum=row.amount,
                        posted=posted, counted_at=at,
                    )
                )  # fmt: skip
            elif period.posted != posted:
                period.posted, period.counted_at = posted, at
                changed.append(period)
    with transaction.atomic():
        PostingPeriod.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
        PostingPeriod.objects.bulk_update(changed, ["posted", "counted_at"], batch_size=500)
    return len(new) + len(changed)
