"""What campaigns, draws and their tasks put on the Today page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.campaigns.checking import why_not_check
from content.campaigns.lacking import lacking_approver
from content.campaigns.models import Campaign, CampaignIssue, CampaignTask
from content.campaigns.rules import CHECKS_BY_CODE, MANAGE
from content.campaigns.workflow import APPROVED, OVER, RUNNING, SUBMITTED
from content.draws.models import Draw
from governance.public import VIEW_ACCOUNT, Card, CardItem, accounts_for, card, deadlines_of

if TYPE_CHECKING:
    from accounts.public import User

SHOWN = 20


@card("campaigns_to_decide", title=_("Campaigns to check or approve"), order=17)
def campaigns_to_decide(user: User, now: datetime) -> Card:
    """Submitted campaigns of others that this person may approve, or of which a check is open that they may make."""
    seen = accounts_for(user, VIEW_ACCOUNT)
    rows = Campaign.objects.filter(status=SUBMITTED).filter(Q(account_id__in=seen) | Q(author__superior=user))
    items = []
    for row in rows.exclude(author=user).select_related("account", "author").order_by("starts_at")[:SHOWN]:
        made = set(row.checks.filter(voided_at=None, passed=True).values_list("part", flat=True))
        check = any(code not in made and why_not_check(row, code, user) is None for code in CHECKS_BY_CODE)
        if check or lacking_approver(row, user, now) is None:
            note = _("a check is open") if check else _("to be approved")
            items.append(CardItem(row.theme, row.get_absolute_url(), row.starts_at, note=note, account=row.account))
    return Card(items, f"{reverse('content:campaign_list')}?status=submitted")


@card("campaigns_to_lead", title=_("Your campaigns"), order=18)
def campaigns_to_lead(user: User, now: datetime) -> Card:
    """Own campaigns whose next step waits: an announcement, the start, the end, the report."""
    rows = Campaign.objects.filter(owner=user).filter(
        Q(status__in=[APPROVED, OVER]) | Q(status="announced", starts_at__lte=now)
        | Q(status=RUNNING, ends_at__lte=now)
    )  # fmt: skip
    found = list(rows.select_related("account").order_by("starts_at")[:SHOWN])
    clocks = deadlines_of("campaign", [row.pk for row in found])
    items = [
        CardItem(
            row.theme, row.get_absolute_url(), row.report_due_at if row.status == OVER else row.starts_at,
            note=row.get_status_display(), account=row.account,
            deadline=next((clock for clock in clocks.get(row.pk, []) if clock.is_open), None),
        )
        for row in found
    ]  # fmt: skip
    return Card(items, reverse("content:campaign_list"))


@card("campaign_tasks", title=_("Tasks and problems of campaigns"), order=19)
def campaign_tasks(user: User, now: datetime) -> Card:
    """Open tasks and problems of this person, and problems of their campaigns that nobody took up."""
    tasks = CampaignTask.objects.filter(owner=user, done_at=None).select_related("campaign__account")
    mine = Q(owner=user) | Q(owner=None, campaign__owner=user) | Q(owner=None, campaign__staff__person=user)
    mine |= Q(owner=None, campaign__account_id__in=accounts_for(user, MANAGE))
    issues = CampaignIssue.objects.filter(mine, resolved_at=None).select_related("campaign__account").distinct()
    found = list(tasks.order_by("due_at")[:SHOWN])
    clocks = deadlines_of("campaign_task", [row.pk for row in found])
    items = [
        CardItem(row.title, row.get_absolute_url(), row.due_at, account=row.campaign.account,
                 deadline=next(iter(clocks.get(row.pk, [])), None))
        for row in found
    ]  # fmt: skip
    items += [
        CardItem(str(row), row.get_absolute_url(), row.due_at, account=row.campaign.account,
                 note=_("nobody has taken it up") if row.owner_id is None else "")
        for row in issues.order_by("due_at")[:SHOWN]
    ]  # fmt: skip
    return Card(items, reverse("content:campaign_list"))


@card("draws_waiting", title=_("Prize draws"), order=20)
def draws_waiting(user: User, now: datetime) -> Card:
    """Draws to witness, and of own campaigns those whose list, draw or delivery waits."""
    own = Q(campaign__owner=user) & (
        Q(status="planned", campaign__status__in=[RUNNING, OVER], campaign__ends_at__lte=now)
        | Q(status="frozen", draws_at__lte=now) | Q(status="witnessed")
    )  # fmt: skip
    rows = Draw.objects.filter(own | Q(witness=user, status="drawn")).select_related("campaign__account")
    items = [
        CardItem(row.title, row.get_absolute_url(), row.deliver_by if row.status == "witnessed" else row.draws_at,
                 note=row.get_status_display(), account=row.campaign.account)
        for row in rows.order_by("draws_at")[:SHOWN]
    ]  # fmt: skip
    return Card(items, reverse("content:campaign_list"))
