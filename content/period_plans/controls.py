"""Probes of period plans: they exist, are whole, rest on fresh studies, and opinions are gathered (R-017 to R-021)."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.public import PlatformAccount
from content.period_plans.due import due_of
from content.period_plans.lacking import lacks_element, made_at, study_days
from content.period_plans.models import PeriodPlan, PlanCitation
from content.period_plans.places import holding_for
from content.period_plans.rules import ELEMENTS_ASKED, GROUPS_ASKED, KIND, LEVELS, ROUNDS, STUDY
from content.period_plans.standing import lacking_accounts, next_starts
from content.period_plans.workflow import DROPPED, JUDGED
from governance.public import DutyRecord, Evidence, Scope, Window, packs_for, param, probe, today

# The share of an interval, and the days at least, in which it is over soon (chapter 8, mode F).
SOON_SHARE, SOON_LEAST = 10, timedelta(days=3)

OLDEST = datetime.min.replace(tzinfo=UTC)


def _accounts(scope: Scope, window: Window) -> list[PlatformAccount]:
    rows = PlatformAccount.objects.filter(status="active").exclude(opened_on__gt=window.last_day)
    return list(scope.narrow(rows, account="pk", department="department_id").select_related("department"))


def _where(scope: Scope) -> dict[str, Any]:
    if scope.account:
        return {"account": scope.account}
    return {"pack": scope.pack} if scope.pack else {}


@probe("R-017")
def approved_plans_hold_today(scope: Scope, window: Window) -> Evidence:
    """Accounts in use, and those that lack an approved plan of today at a level that a rule book of theirs wants.

    At risk are those whose next period lacks it although its time is up.
    """
    accounts, day, now = _accounts(scope, window), today(window.now), window.now
    approved = PeriodPlan.objects.approved_at(now)
    running = list(approved.holding(day))
    missing = lacking_accounts(accounts, running, now, pack=scope.pack)
    late: set[int] = set()
    coming = [(level, *item) for level in LEVELS for item in next_starts(level, accounts, running, day, now).items()]
    for level, following, bound in coming:
        plans = [plan for plan in approved.holding(following) if plan.level == level.code]
        for pk, levels in lacking_accounts(bound, plans, now, pack=scope.pack).items():
            account = next(row for row in bound if row.pk == pk)
            if level.code in levels and due_of(following, account, "", now)[0] <= now:
                late.add(pk)
    total = PlatformAccount.objects.filter(pk__in=[row.pk for row in accounts if packs_for(row, now)])
    return Evidence(bad=total.filter(pk__in=missing), total=total, at_risk=total.filter(pk__in=late),
                    kind="platform_account")  # fmt: skip


@probe("R-018", part="periods")
def submitted_period_plans_are_whole(scope: Scope, window: Window) -> Evidence:
    """Period plans submitted in the window, and those that lack an element of their level."""
    rows = PeriodPlan.objects.filter(submitted_at__gte=window.start, submitted_at__lte=window.end, status__in=JUDGED)
    total = rows.filter(holding_for(_accounts(scope, window), window.now, only=scope.pack))
    asked = param(ELEMENTS_ASKED, at=window.now, **_where(scope)).value
    return Evidence(bad=total.filter(lacks_element(asked)), total=total, kind=KIND)


@probe("R-020")
def plans_rest_on_fresh_studies(scope: Scope, window: Window) -> Evidence:
    """Approved plans of today, and those whose newest cited study has grown old, or that cite none."""
    now = window.now
    rows = PeriodPlan.objects.approved_at(now).holding(today(now))
    rows = rows.filter(holding_for(_accounts(scope, window), now, only=scope.pack)).select_related("account")
    cited = PlanCitation.objects.filter(plan__in=rows, record__kind=STUDY, cited_at__lte=now).order_by()
    made: dict[int, datetime] = {}
    for pk, payload, filed_at in cited.values_list("plan_id", "record__payload", "record__filed_at"):
        made[pk] = max(made_at(payload, filed_at), made.get(pk, OLDEST))
    ages, old, soon = [], set(), set()
    for plan in rows:
        days = study_days(plan, now)
        if not days:
            continue
        studied = made.get(plan.pk)
        ages.append((plan.pk, studied))
        until = studied + timedelta(days=days) if studied else None
        if until is None or until < now:
            old.add(plan.pk)
        elif until - max(timedelta(days=days) * SOON_SHARE / 100, SOON_LEAST) <= now:
            soon.add(plan.pk)
    total = PeriodPlan.objects.filter(pk__in=[pk for pk, _studied in ages])
    last = None if old else min((studied for _pk, studied in ages if studied), default=None)
    return Evidence(bad=total.filter(pk__in=old), total=total, at_risk=total.filter(pk__in=soon), last=last, kind=KIND)


@probe("R-021")
def every_group_was_asked(scope: Scope, window: Window) -> Evidence:
    """The age of the oldest among the newest rounds of each group that a plan cites; a group never asked counts since
    the accounts opened."""
    now, accounts = window.now, _accounts(scope, window)
    plans = PeriodPlan.objects.filter(holding_for(accounts, now, only=scope.pack)).exclude(status=DROPPED)
    cited = PlanCitation.objects.filter(plan__in=plans, cited_at__lte=now).values("record_id")
    rounds = DutyRecord.objects.filter(pk__in=cited, filed_at__lte=now)
    groups = [ROUNDS[name] for name in param(GROUPS_ASKED, at=now, **_where(scope)).value if name in ROUNDS]
    held = sorted(rounds.filter(kind__in=groups), key=lambda row: (made_at(row.payload, row.filed_at), row.pk))
    newest = {row.kind: row for row in held}
    total = DutyRecord.objects.filter(pk__in=[row.pk for row in newest.values()])
    since = _opened(accounts)
    if len(newest) < len(groups):
        return Evidence(last=since, total=total if since else None, since=since, kind="duty_record")
    last = min((made_at(row.payload, row.filed_at) for row in newest.values()), default=None)
    return Evidence(last=last, total=total, since=since, kind="duty_record")


def _opened(accounts: list[PlatformAccount]) -> datetime | None:
    """When the first of the accounts was opened; one without a day counts as open since the first plan."""
    days = [row.opened_on for row in accounts if row.opened_on]
    if days:
        return datetime.combine(min(days), dt.time.min, timezone.get_default_timezone())
    first = PeriodPlan.objects.order_by("created_at").values_list("created_at", flat=True).first()
    return first if accounts else None
