"""A draft needs its plan item or an urgent reason, and the urgent ones stay the exception (R-019)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from content.conftest import NOW, House
from content.drafts.models import Draft
from content.drafts.urgency import approve_urgency, ask_urgency
from content.review.submission import submit_draft
from tests.board import status, tampered, turns

SOON = NOW + timedelta(days=5)


def urgent(house: House, **content: Any) -> Draft:
    draft = house.draft(plan_item=None, urgent_reason="门店停电", **content)
    ask_urgency(draft, actor=house.author, at=NOW)
    for decider in (house.manager, house.department_head):
        approve_urgency(draft, actor=decider, note="可以", at=NOW)
    return submit_draft(Draft.objects.get(pk=draft.pk), actor=house.author, at=NOW)


def test_too_many_urgent_drafts_breach_r_019_until_planned_ones_outnumber_them(house: House) -> None:
    urgent(house)
    assert status("R-019", SOON) == "breached"
    item = house.plan()
    for _number in range(9):
        house.submitted(plan_item=item)
    assert status("R-019", SOON) == "met"


def test_a_draft_whose_two_yeses_are_gone_breaches_r_019(house: House) -> None:
    item = house.plan()
    draft = house.submitted(plan_item=item)
    turns("R-019", tampered(Draft.objects.get(pk=draft.pk), urgent_approved_by=house.manager.pk), SOON)
