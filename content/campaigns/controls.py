"""How campaigns are measured: plan, approval, checks, announcement, work, data, report, cadence (R-050 to R-058)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from accounts.public import PlatformAccount
from content.campaigns.models import (
    LACKS_DATA,
    LACKS_ELEMENT,
    LACKS_REPORT,
    Campaign,
    CampaignAnnouncement,
    CampaignCheck,
    CampaignIssue,
    CampaignQuerySet,
    CampaignTask,
)
from content.campaigns.rules import (
    ANNOUNCE_AHEAD,
    CADENCE,
    CHECKS_ASKED,
    ISSUE_KIND,
    KIND,
    TASK_KIND,
)
from content.campaigns.workflow import DECIDED, DRAFT
from governance.public import Evidence, Scope, Window, param, probe

# The share of the interval, and the days at least, in which a campaign is due soon (chapter 8, mode F).
SOON_SHARE, SOON_LEAST = 10, timedelta(days=3)


def _campaigns(scope: Scope, window: Window, dated_by: str) -> CampaignQuerySet:
    """The campaigns of the scope whose step of that name fell into the window."""
    rows = Campaign.objects.filter(**{f"{dated_by}__gte": window.start, f"{dated_by}__lte": window.end})
    return scope.narrow(rows, department="account__department_id", person="author_id")


@probe("R-050")
def submitted_campaigns_are_whole(scope: Scope, window: Window) -> Evidence:
    """Submitted campaigns, and those that lack an element of list 3.7."""
    total = _campaigns(scope, window, "submitted_at").exclude(status=DRAFT)
    return Evidence(bad=total.filter(LACKS_ELEMENT), total=total, kind=KIND)


@probe("R-051")
def campaigns_start_after_approval(scope: Scope, window: Window) -> Evidence:
    """Started campaigns, and those without a yes of somebody else before the start."""
    total = _campaigns(scope, window, "started_at")
    good = Q(approved_by__isnull=False, approved_at__lte=F("started_at")) & ~Q(approved_by=F("author"))
    return Evidence(bad=total.exclude(pk__in=total.filter(good).values("pk")), total=total, kind=KIND)


@probe("R-052")
def approved_campaigns_passed_their_checks(scope: Scope, window: Window) -> Evidence:
    """Approved campaigns, and those without one of the checks, made by another and passed before the approval."""
    total = _campaigns(scope, window, "approved_at").filter(status__in=DECIDED)
    made = CampaignCheck.objects.filter(
        campaign_id=OuterRef("pk"), passed=True, voided_at=None, checked_at__lte=OuterRef("approved_at")
    ).exclude(checked_by=F("campaign__author"))
    parts = param(CHECKS_ASKED, at=window.now, **_where(scope)).value
    lacking = Q()
    for part in parts:
        lacking |= ~Q(Exists(made.filter(part=part)))
    return Evidence(bad=total.filter(lacking), total=total, kind=KIND)


def _where(scope: Scope) -> dict[str, Any]:
    """The account or rule book whose parameters hold for the scope."""
    if scope.account:
        return {"account": scope.account}
    return {"pack": scope.pack} if scope.pack else {}


@probe("R-053")
def campaigns_are_announced_ahead(scope: Scope, window: Window) -> Evidence:
    """Started campaigns, and those without a post that was out as many days before as the rule book says.

    At risk are approved ones whose announcement is due and not linked.
    """
    total = _campaigns(scope, window, "started_at")
    ahead = timedelta(days=int(param(ANNOUNCE_AHEAD, at=window.now, **_where(scope)).value))
    out = CampaignAnnouncement.objects.filter(
        campaign_id=OuterRef("pk"), publication__published_at__lte=OuterRef("starts_at") - ahead
    )
    waiting = scope.narrow(Campaign.objects.filter(status="approved"), department="account__department_id",
                           person="author_id")  # fmt: skip
    soon = waiting.filter(starts_at__gt=window.now, starts_at__lte=window.now + ahead)
    return Evidence(bad=total.filter(~Exists(out)), total=total, at_risk=soon, kind=KIND)


@probe("R-054", part="tasks", mode="T")
def tasks_are_done_in_time(scope: Scope, window: Window) -> Evidence:
    """Tasks whose time fell into the window, and those that were not done by then."""
    rows = CampaignTask.objects.filter(due_at__gte=window.start, due_at__lte=min(window.end, window.now))
    total = scope.narrow(rows.exclude(campaign__status="dropped"), account="campaign__account_id",
                         department="campaign__account__department_id", person="owner_id")  # fmt: skip
    late = Q(done_at=None) | Q(done_at__gt=F("due_at"))
    return Evidence(bad=total.filter(late), total=total, kind=TASK_KIND)


@probe("R-054", part="issues", mode="Z")
def problems_have_an_owner(scope: Scope, window: Window) -> Evidence:
    """Problems of the window, and those that nobody took up within the limit; at risk those nobody took up yet."""
    rows = CampaignIssue.objects.filter(raised_at__gte=window.start, raised_at__lte=window.end)
    total = scope.narrow(rows, account="campaign__account_id", department="campaign__account__department_id",
                         person="owner_id")  # fmt: skip
    bad = total.filter(Q(owner=None, due_at__lt=window.now) | Q(taken_at__gt=F("due_at")))
    return Evidence(bad=bad, total=total, at_risk=total.filter(owner=None, due_at__gte=window.now), kind=ISSUE_KIND)


@probe("R-054", part="staff", mode="T")
def somebody_is_on_duty(scope: Scope, window: Window) -> Evidence:
    """Started campaigns, and those without anybody on duty."""
    total = _campaigns(scope, window, "started_at")
    return Evidence(bad=total.filter(staff__isnull=True), total=total, kind=KIND)


@probe("R-055")
def closed_campaigns_have_their_data(scope: Scope, window: Window) -> Evidence:
    """Closed campaigns, and those without participants, interaction or feedback."""
    total = _campaigns(scope, window, "closed_at")
    return Evidence(bad=total.filter(LACKS_DATA), total=total, kind=KIND)


@probe("R-056", part="limit", mode="T")
def reports_come_in_time(scope: Scope, window: Window) -> Evidence:
    """Campaigns whose report was due in the window, and those whose report came late or has not come."""
    total = _campaigns(scope, window, "report_due_at").begun().filter(report_due_at__lte=window.now)
    late = Q(report_sent_at=None) | Q(report_sent_at__gt=F("report_due_at"))
    return Evidence(bad=total.filter(late), total=total, kind=KIND)


@probe("R-056", part="closed", mode="Z")
def closed_campaigns_have_their_report(scope: Scope, window: Window) -> Evidence:
    """Closed campaigns, and those whose report lacks a part or did not go to the group."""
    total = _campaigns(scope, window, "closed_at")
    return Evidence(bad=total.filter(LACKS_REPORT | Q(report_sent_at=None)), total=total, kind=KIND)


@probe("R-058")
def accounts_hold_campaigns_regularly(scope: Scope, window: Window) -> Evidence:
    """Accounts in use, and those whose last campaign, or their opening, is longer ago than the rule book allows."""
    rows = scope.narrow(PlatformAccount.objects.filter(status="active"), account="pk", department="department_id")
    began = Max("campaigns__started_at", filter=Q(campaigns__started_at__lte=window.now))
    late, soon, total = set(), set(), set()
    for account in rows.select_related("department").annotate(began=began):
        since = account.began or _opening(account)
        if since is None:
            continue
        total.add(account.pk)
        interval = timedelta(days=int(param(CADENCE, account=account, at=window.now).value))
        if since + interval < window.now:
            late.add(account.pk)
        elif since + interval - max(interval * SOON_SHARE / 100, SOON_LEAST) <= window.now:
            soon.add(account.pk)
    found: QuerySet[PlatformAccount] = PlatformAccount.objects.filter(pk__in=total)
    return Evidence(bad=found.filter(pk__in=late), total=found, at_risk=found.filter(pk__in=soon),
                    kind="platform_account")  # fmt: skip


def _opening(account: PlatformAccount) -> datetime | None:
    return datetime.combine(account.opened_on, time.min, UTC) if account.opened_on else None
