"""What of campaigns passes on when somebody leaves: those they own, their tasks, problems they took up (R-054)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.public import Handing, Holding, HoldingKind, User, register_holding
from content.campaigns.models import Campaign, CampaignIssue, CampaignTask
from content.campaigns.rules import DONE, KIND, SEE, TASK_KIND
from governance.public import holder_ids, reassign_deadlines, record


def _campaigns(person: User, at: datetime) -> list[Holding]:
    rows = Campaign.objects.open().filter(owner=person).order_by("pk")
    return [Holding(KIND, row.pk, row.theme, row.account_id) for row in rows]


def _tasks(person: User, at: datetime) -> list[Holding]:
    rows = CampaignTask.objects.filter(owner=person, done_at=None).select_related("campaign").order_by("pk")
    return [Holding(TASK_KIND, row.pk, row.title, row.account_id) for row in rows]


def _issues(person: User, at: datetime) -> list[Holding]:
    rows = CampaignIssue.objects.filter(owner=person, resolved_at=None).select_related("campaign").order_by("pk")
    return [Holding("campaign_issue", row.pk, str(row), row.account_id) for row in rows]


def _who_sees(holding: Holding) -> Collection[int]:
    return holder_ids(SEE, holding.account_id)


def _hand(model: type[Any], handing: Handing) -> User | None:
    """The successor owns it; its clocks go along."""
    assert handing.successor is not None  # noqa: S101 - these kinds pass on
    holding = handing.holding
    row = model.objects.select_for_update(of=("self",)).get(pk=holding.object_id)
    if row.owner_id == handing.person.pk:
        row.owner = handing.successor
        row.save(update_fields=["owner"])
        purpose = DONE if holding.record == TASK_KIND else None
        reassign_deadlines(holding.record, row.pk, handing.successor, purpose=purpose, at=handing.at)
        record(
            "campaign.handed_on", actor=handing.actor, kind=holding.record, object_id=row.pk,
            account_id=holding.account_id, payload={"from": handing.person.pk, "to": handing.successor.pk},
            at=handing.at,
        )  # fmt: skip
    return handing.successor


def _hand_campaign(handing: Handing) -> User | None:
    return _hand(Campaign, handing)


def _hand_task(handing: Handing) -> User | None:
    return _hand(CampaignTask, handing)


def _hand_issue(handing: Handing) -> User | None:
    return _hand(CampaignIssue, handing)


register_holding(HoldingKind("campaign", _("Campaigns that they own"), _campaigns, _hand_campaign, takers=_who_sees))
register_holding(HoldingKind("campaign_task", _("Tasks of campaigns"), _tasks, _hand_task, takers=_who_sees))
register_holding(HoldingKind("campaign_issue", _("Problems at campaigns"), _issues, _hand_issue, takers=_who_sees))
