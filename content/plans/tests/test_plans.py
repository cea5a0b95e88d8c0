"""A plan item is complete before it is submitted, and approved by somebody else (R-018, R-019)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from content.conftest import HOUR, NOW, House
from content.plans.models import PlanItem
from content.plans.rules import ELEMENT_FIELDS
from content.plans.services import approve_plan, create_plan, drop_plan, edit_plan, return_plan, submit_plan
from governance.ledger.models import LedgerEntry
from governance.public import NotAllowed, NoteRequired, Refused, StaleVersion, WrongState

WHOLE: dict[str, Any] = {
    "title": "夏季活动", "direction": "拉新", "audience": "新客户", "topic": "活动", "medium": "image",
    "frequency": "weekly", "planned_at": NOW + HOUR,
}  # fmt: skip


def whole(house: House, **changes: Any) -> PlanItem:
    content = {**WHOLE, "script_owner": house.author, **changes}
    return create_plan(actor=house.author, account=house.account, at=NOW, **content)


def test_each_missing_element_is_refused_with_its_own_sentence(house: House) -> None:
    sentences = set()
    for field in ELEMENT_FIELDS:
        name = field.removesuffix("_id")
        item = whole(house, **{name: None if name in ("planned_at", "script_owner") else ""})
        with pytest.raises(NotAllowed) as refusal:
            submit_plan(item, actor=house.author, at=NOW)
        sentences.add(str(refusal.value))
    assert len(sentences) == len(ELEMENT_FIELDS)
    assert not PlanItem.objects.filter(status="submitted").exists()


def test_the_superior_or_a_plan_approver_decides_and_the_author_never(house: House) -> None:
    item = submit_plan(whole(house), actor=house.author, at=NOW)
    for nobody in (house.author, house.first_reviewer, house.stranger):
        with pytest.raises(NotAllowed):
            approve_plan(item, actor=nobody, at=NOW)
    house.author.is_superuser = True
    house.author.save()
    with pytest.raises(NotAllowed):
        approve_plan(item, actor=type(house.author).objects.get(pk=house.author.pk), at=NOW)
    with pytest.raises(NoteRequired):
        return_plan(item, actor=house.manager, note=" ", at=NOW)
    assert return_plan(item, actor=house.manager, note="缺少目标", at=NOW).status == "draft"
    submit_plan(item, actor=house.author, at=NOW)
    assert approve_plan(item, actor=house.department_head, at=NOW).decided_by == house.department_head
    events = LedgerEntry.objects.filter(kind="plan", object_id=item.pk).order_by("id").values_list("event", flat=True)
    assert list(events) == ["plan.created", "plan.submitted", "plan.returned", "plan.submitted", "plan.approved"]


def test_a_change_of_an_approved_item_needs_a_new_approval(house: House) -> None:
    item = house.plan()
    changed = edit_plan(item, actor=house.author, version=item.lock_version, topic="别的", at=NOW)
    assert (changed.status, changed.decided_by) == ("draft", None)
    with pytest.raises(StaleVersion):
        edit_plan(item, actor=house.author, version=item.lock_version, topic="又改", at=NOW)
    assert edit_plan(changed, actor=house.author, topic="别的", at=NOW).lock_version == changed.lock_version


def test_an_item_with_a_living_draft_cannot_be_dropped(house: House) -> None:
    item = house.plan()
    house.draft(plan_item=item)
    with pytest.raises(WrongState):
        drop_plan(item, actor=house.author, note="不做了", at=NOW)


def test_the_database_keeps_incomplete_and_self_approved_items_out(house: House) -> None:
    item = whole(house, topic="")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanItem.objects.filter(pk=item.pk).update(status="submitted")
    complete = whole(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanItem.objects.filter(pk=complete.pk).update(status="approved", decided_by=house.author)


def test_a_stranger_cannot_plan_and_a_title_is_needed(house: House) -> None:
    with pytest.raises(NotAllowed):
        create_plan(actor=house.stranger, account=house.account, at=NOW, title="x")
    with pytest.raises(Refused):
        whole(house, title=" ")
