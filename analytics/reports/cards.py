"""What reports, actions and targets put on the Today page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from analytics.reports import actions, services
from analytics.reports.models import ActionItem, MonthlyReport
from analytics.reports.workflow import ACKNOWLEDGE, SEND
from analytics.targets.models import Target
from analytics.targets.workflow import SET_TARGETS
from governance.public import Card, CardItem, can, card, deadlines_of

if TYPE_CHECKING:
    from accounts.public import User

SHOWN = 20


@card("reports_to_write", title=_("Reports to write"), order=50)
def reports_to_write(user: User, now: datetime) -> Card:
    """Reports of closed months that were not sent yet."""
    if not can(user, SEND):
        return Card()
    rows = list(
        MonthlyReport.objects.visible_to(user)
        .filter(status="draft")
        .select_related("account")
        .defer("paper")
        .order_by("month", "pk")[:SHOWN]
    )
    clocks = deadlines_of(services.KIND, [row.pk for row in rows]) if rows else {}
    items = [
        CardItem(
            title=str(row), url=row.get_absolute_url(), deadline=next(iter(clocks.get(row.pk, [])), None),
            account=row.account,
        )
        for row in rows
    ]  # fmt: skip
    return Card(items, reverse("analytics:reports"))


@card("reports_to_acknowledge", title=_("Reports to acknowledge"), order=51)
def reports_to_acknowledge(user: User, now: datetime) -> Card:
    """Reports that were sent and that this reader did not acknowledge, until somebody did."""
    if not can(user, ACKNOWLEDGE):
        return Card()
    rows = MonthlyReport.objects.visible_to(user).filter(status="sent").exclude(sent_by=user).exclude(author=user)
    items = [
        CardItem(title=str(row), url=row.get_absolute_url(), account=row.account)
        for row in rows.select_related("account").defer("paper").order_by("sent_at", "pk")[:SHOWN]
    ]
    return Card(items, reverse("analytics:reports"))


@card("report_actions", title=_("Actions out of reports"), order=52)
def report_actions(user: User, now: datetime) -> Card:
    """Open actions that this person owns."""
    rows = list(
        ActionItem.objects.filter(owner=user, status="open").select_related("account").order_by("due_at", "pk")[:SHOWN]
    )
    clocks = deadlines_of(actions.KIND, [row.pk for row in rows]) if rows else {}
    items = [
        CardItem(
            title=row.text, url=row.get_absolute_url(), due_at=row.due_at, account=row.account,
            deadline=next(iter(clocks.get(row.pk, [])), None),
        )
        for row in rows
    ]  # fmt: skip
    return Card(items)


@card("targets_to_decide", title=_("Targets to decide"), order=53)
def targets_to_decide(user: User, now: datetime) -> Card:
    """Targets that somebody else proposed."""
    if not can(user, SET_TARGETS):
        return Card()
    rows = Target.objects.visible_to(user).filter(status="proposed").exclude(proposed_by=user)
    items = [
        CardItem(title=str(row), url=row.get_absolute_url(), account=row.account)
        for row in rows.select_related("account", "metric").order_by("proposed_at", "pk")[:SHOWN]
    ]
    return Card(items, f"{reverse('analytics:targets')}?state=proposed")
