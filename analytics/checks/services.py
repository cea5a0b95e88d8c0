"""Checking figures after every import, explaining what looks wrong, comparing with the platform's screen (R-088)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from analytics.checks.models import FigureCheck, ScreenSample
from analytics.checks.rules import LOOK_BACK, agrees, jumps, missing_days
from analytics.metrics.models import VIEW_METRICS, AccountDay, AccountMonth, MetricDefinition
from analytics.metrics.months import next_month
from analytics.targets.rules import months_between
from governance.public import NoteRequired, Refused, WrongState, clean_text, param, record, require

if TYPE_CHECKING:
    from accounts.public import User

IMPORT = "governance.import_metrics"
CENT = Decimal("0.01")


@transaction.atomic
def check_months(account_id: int, months: Iterable[date], *, at: datetime) -> int:
    """Check the daily figures of these months anew, in the transaction of their import; returns how many rows fail.

    So are the months between them and the nearest figures on either side: what comes later makes gaps before it.
    An explanation stays as long as the faults that it explains stay the same.
    """
    touched = sorted({month.replace(day=1) for month in months})
    if not touched:
        return 0
    sigma = float(param("anomaly.sigma", account=account_id, at=at).value)
    days = AccountDay.objects.filter(account=account_id)
    spans = {
        row["metric_id"]: (row["first"], row["last"])
        for row in days.values("metric_id").annotate(first=Min("day"), last=Max("day"))
    }
    if not spans:
        return 0
    touched = _between(days, touched)
    how = dict(MetricDefinition.objects.filter(pk__in=spans).values_list("pk", "aggregation"))
    standing = {
        (row.month, row.metric_id): row for row in FigureCheck.objects.filter(account=account_id, month__in=touched)
    }
    rows: list[FigureCheck] = []
    for month in touched:
        series: dict[int, list[tuple[date, float]]] = defaultdict(list)
        around = days.filter(day__gte=month - timedelta(days=LOOK_BACK), day__lt=next_month(month))
        for metric_id, day, value in around.order_by("day").values_list("metric_id", "day", "value"):
            series[metric_id].append((day, float(value)))
        sums = dict(
            AccountMonth.objects.filter(
                account=account_id, month=month, basis=AccountMonth.Basis.DAILY, metric__aggregation="sum"
            ).values_list("metric_id", "value")
        )
        for metric_id, (first, last) in spans.items():
            values = series[metric_id]
            inside = {day: value for day, value in values if day >= month}
            if not inside and not first < month < last:
                continue
            until = min(last, next_month(month) - timedelta(days=1))
            gaps = missing_days(inside, max(first, month), until)
            odd = jumps(values, month, sigma) if how[metric_id] == "sum" else []
            total = sums.get(metric_id)
            fits = total is None or abs(float(total) - sum(inside.values())) < CENT
            rows.append(_row(account_id, month, metric_id, len(inside), gaps, odd, fits, at, standing))
    FigureCheck.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["account", "month", "metric"],
        update_fields=[
            "days", "gaps", "jumps", "adds_up", "faults", "checked_at", "explanation", "explained_by", "explained_at",
        ],
    )  # fmt: skip
    return sum(row.faults > 0 and not row.explanation for row in rows)


def _between(days: QuerySet[AccountDay], touched: list[date]) -> list[date]:
    """The touched months, and those from the last figure before them to the first one after them."""
    start, end = touched[0], next_month(touched[-1])
    metrics = days.filter(day__gte=start, day__lt=end).order_by().values("metric_id").distinct()
    # Metrics that these months do not bring have no new gaps.
    of_touched = days.filter(metric__in=[row["metric_id"] for row in metrics]).order_by().values("metric_id")
    before = of_touched.filter(day__lt=start).annotate(last=Max("day")).values_list("last", flat=True)
    after = of_touched.filter(day__gte=end).annotate(first=Min("day")).values_list("first", flat=True)
    return months_between(min([start, *before]), max([end, *(next_month(day) for day in after)]))


def _row(
    account_id: int,
    month: date,
    metric_id: int,
    days: int,
    gaps: list[date],
    odd: list[date],
    fits: bool,
    at: datetime,
    standing: dict[tuple[date, int], FigureCheck],
) -> FigureCheck:
    row = FigureCheck(
        account_id=account_id, month=month, metric_id=metric_id, days=days, checked_at=at, adds_up=fits,
        gaps=[day.isoformat() for day in gaps], jumps=[day.isoformat() for day in odd],
        faults=len(gaps) + len(odd) + (not fits),
    )  # fmt: skip
    old = standing.get((month, metric_id))
    if old and old.explanation and (old.gaps, old.jumps, old.adds_up) == (row.gaps, row.jumps, row.adds_up):
        row.explanation, row.explained_by_id, row.explained_at = old.explanation, old.explained_by_id, old.explained_at
    return row


def explain_check(check: FigureCheck, *, actor: User, note: str, at: datetime | None = None) -> FigureCheck:
    """Say why figures are as they are: a campaign, an outage of the platform, an account that opened mid-month."""
    now = at or timezone.now()
    require(actor, IMPORT)
    require(actor, VIEW_METRICS, check)
    words = clean_text(note, field="note", limit=500, one_line=True).strip()
    if not words:
        raise NoteRequired(_("Please say why; the reason is kept with the record."), field="note")
    with transaction.atomic():
        locked = FigureCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
        if not locked.faults:
            raise WrongState(_("Nothing is wrong with these figures now, so there is nothing to explain."))
        locked.explanation, locked.explained_by, locked.explained_at = words, actor, now
        locked.save(update_fields=["explanation", "explained_by", "explained_at"])
        record(
            "check.explained", actor=actor, kind="figure_check", object_id=locked.pk, account_id=locked.account_id,
            payload={"month": f"{locked.month:%Y-%m}", "faults": locked.faults}, at=now,
        )  # fmt: skip
    return locked


def take_sample(
    *,
    actor: User,
    account: PlatformAccount,
    metric: MetricDefinition,
    day: date,
    theirs: Decimal,
    note: str = "",
    at: datetime | None = None,
) -> ScreenSample:
    """Write down what the platform's own page shows for one day, beside our figure."""
    now = at or timezone.now()
    require(actor, IMPORT)
    require(actor, VIEW_METRICS, account)
    ours = AccountDay.objects.filter(account=account, metric=metric, day=day).values_list("value", flat=True).first()
    if ours is None:
        raise Refused(
            _("We have no figure of that day to compare with. Import it first, or choose another day."), field="day"
        )
    tolerance = 100 - float(param("imports.sample", account=account, at=now).value)
    with transaction.atomic():
        sample = ScreenSample.objects.create(
            account=account, metric=metric, day=day, ours=ours, theirs=theirs, taken_by=actor, taken_at=now,
            agrees=agrees(float(ours), float(theirs), tolerance),
            note=clean_text(note, field="note", limit=300, one_line=True).strip(),
        )  # fmt: skip
        record(
            "sample.taken", actor=actor, kind="screen_sample", object_id=sample.pk, account_id=account.pk,
            payload={"metric": metric.code, "day": day.isoformat(), "agrees": sample.agrees}, at=now,
        )  # fmt: skip
    return sample
