"""A department is asked for something by a time, and somebody there is responsible (R-043)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.public import Department
from content.conftest import HOUR, NOW, House, titles
from content.materials.cards import material_to_supply
from content.materials.models import MaterialRequest
from content.materials.tests.asking import asked, with_head
from governance.notices.models import Notice
from governance.public import Deadline, LedgerEntry, NotAllowed, Refused


def test_without_a_time_it_is_due_after_three_working_days(house: House) -> None:
    request = asked(house)
    # From Wednesday morning: Saturday and Sunday lie beyond, so Monday morning at the same hour.
    assert request.due_at == datetime(2026, 6, 8, 2, 0, tzinfo=UTC)
    clock = Deadline.objects.of("material_request", request.pk, "material").get()
    assert (clock.due_at, clock.owner, clock.department_id) == (request.due_at, house.department_head, house.unit.pk)


def test_a_time_of_ones_own_counts_and_one_that_has_passed_is_refused(house: House) -> None:
    assert asked(house, due_at=NOW + HOUR).due_at == NOW + HOUR
    with pytest.raises(Refused) as refusal:
        asked(house, due_at=NOW)
    assert refusal.value.field == "due_at"


def test_the_head_is_responsible_is_told_and_finds_it_on_the_page_of_today(house: House) -> None:
    request = asked(house)
    assert request.responsible == house.department_head
    assert Notice.objects.filter(recipient=house.department_head, template="material.asked").count() == 1
    assert titles(material_to_supply, house.department_head, NOW) == ["新品照片"]
    assert titles(material_to_supply, house.author, NOW) == []
    assert LedgerEntry.objects.get(event="material.asked").object_id == request.pk


def test_the_head_above_answers_where_a_department_has_none(house: House) -> None:
    below = Department.objects.create(code="lab", name_zh="实验室", name_en="Lab", parent=with_head(house))
    assert asked(house, department=below).responsible == house.department_head


def test_a_department_without_anybody_is_refused_with_what_to_do(house: House) -> None:
    nobody = Department.objects.create(code="empty", name_zh="空部门", name_en="Empty")
    with pytest.raises(Refused, match="空部门") as refusal:
        asked(house, department=nobody)
    assert refusal.value.field == "department"
    closed = Department.objects.create(code="shut", name_zh="旧部门", name_en="Shut", is_active=False)
    with pytest.raises(Refused):
        asked(house, department=closed)
    house.department_head.is_active = False
    house.department_head.save()
    with pytest.raises(Refused):
        asked(house, department=Department.objects.get(pk=house.unit.pk))
    assert not MaterialRequest.objects.exists()


def test_a_responsible_person_works_in_the_department(house: House) -> None:
    assert asked(house, responsible=house.analyst).responsible == house.analyst
    with pytest.raises(Refused) as refusal:
        asked(house, responsible=house.publisher)
    assert refusal.value.field == "responsible"


def test_it_hangs_on_a_plan_item_or_a_draft_of_the_same_account(house: House) -> None:
    assert asked(house, plan_item=house.plan()).plan_item is not None
    with pytest.raises(Refused) as refusal:
        asked(house, draft=house.draft(house.weibo))
    assert refusal.value.field == "draft"


@pytest.mark.parametrize(("field", "value"), [("title", " "), ("need", "\u200b"), ("sort", "gossip")])
def test_what_is_needed_is_said(house: House, field: str, value: Any) -> None:
    with pytest.raises(Refused) as refusal:
        asked(house, **{field: value})
    assert refusal.value.field == field


def test_whoever_may_not_write_for_the_account_asks_nobody(house: House) -> None:
    house.people["author"] = house.stranger
    with pytest.raises(NotAllowed):
        asked(house)


def test_the_database_keeps_a_request_without_words_or_time_out(house: House) -> None:
    request = asked(house)
    for wrong in ({"need": ""}, {"due_at": NOW}, {"status": "confirmed"}, {"status": "delivered"}, {"status": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MaterialRequest.objects.filter(pk=request.pk).update(**wrong)
