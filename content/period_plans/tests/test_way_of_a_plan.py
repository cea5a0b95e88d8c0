"""A period plan is whole, rests on a study, and is approved by whom the rule book names, in time (R-017 to R-020)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from content.conftest import HOUR, NOW, titles
from content.period_plans.cards import period_plans_to_approve, period_plans_to_write
from content.period_plans.lacking import elements_of
from content.period_plans.models import PeriodPlan
from content.period_plans.rules import ELEMENTS, LEVELS
from content.period_plans.services import (
    approve_period_plan,
    cite_record,
    drop_period_plan,
    edit_period_plan,
    return_period_plan,
    submit_period_plan,
)
from content.period_plans.tests.year import DAY, MONTH, Year
from governance.ledger.models import LedgerEntry
from governance.notices.models import Notice
from governance.public import Deadline, NotAllowed, NoteRequired, Refused, StaleVersion, WrongState, param


def test_every_level_has_its_periods() -> None:
    day = date(2026, 11, 29)
    assert [level.period(day) for level in LEVELS] == [
        (date(2026, 1, 1), date(2028, 12, 31)), (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 10, 1), date(2026, 12, 31)), (date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 11, 23), date(2026, 11, 29)),
    ]  # fmt: skip


@pytest.mark.parametrize("level", [level.code for level in LEVELS])
def test_each_missing_element_of_a_level_is_refused_with_its_own_sentence(year: Year, level: str) -> None:
    plan = year.written(level)
    cite_record(plan, year.study(), actor=year.house.author, at=NOW)
    wanted = elements_of(level, param("plan.elements", pack="douyin").value)
    sentences = set()
    for element in wanted:
        empty: dict[str, Any] = {
            "posts": None,
            "budget": None,
            "responsible": None,
            "script_owner": None,
            "mediums": [],
            "types": [],
        }
        names = [name.removesuffix("_id") for name in element.fields]
        before = {name: getattr(plan, name) for name in names}
        plan = edit_period_plan(plan, actor=year.house.author, at=NOW, **{name: empty.get(name, "") for name in names})
        with pytest.raises(NotAllowed) as refusal:
            submit_period_plan(plan, actor=year.house.author, at=NOW)
        sentences.add(str(refusal.value))
        plan = edit_period_plan(plan, actor=year.house.author, at=NOW, **before)
    assert len(sentences) == len(wanted) >= 4
    assert submit_period_plan(plan, actor=year.house.author, at=NOW).status == "submitted"
    assert {element.code for element in ELEMENTS} >= set(param("plan.elements").value)


def test_without_a_study_or_with_an_old_one_nothing_is_submitted(year: Year) -> None:
    plan = year.written()
    with pytest.raises(NotAllowed):
        submit_period_plan(plan, actor=year.house.author, at=NOW)
    cite_record(plan, year.study(NOW - 91 * DAY), actor=year.house.author, at=NOW)
    with pytest.raises(NotAllowed, match="90"):
        submit_period_plan(plan, actor=year.house.author, at=NOW)
    cite_record(plan, year.study(NOW - 89 * DAY), actor=year.house.author, at=NOW)
    assert submit_period_plan(plan, actor=year.house.author, at=NOW).status == "submitted"


def test_the_superior_decides_under_douyin_and_nobody_who_wrote_in_it(year: Year) -> None:
    house = year.house
    plan = year.submitted()
    assert titles(period_plans_to_approve, house.manager, NOW) == ["六月计划"]
    assert Notice.objects.filter(recipient=house.manager, template="period_plan.to_approve").count() == 1
    for nobody in (house.author, house.first_reviewer, house.department_head, house.stranger):
        assert titles(period_plans_to_approve, nobody, NOW) == []
        with pytest.raises(NotAllowed):
            approve_period_plan(plan, actor=nobody, at=NOW)
    with pytest.raises(NoteRequired):
        return_period_plan(plan, actor=house.manager, note=" ", at=NOW)
    returned = return_period_plan(plan, actor=house.manager, note="目标太低", at=NOW)
    assert (returned.status, returned.decision_note) == ("returned", "目标太低")
    assert titles(period_plans_to_write, house.author, NOW) == ["六月计划"]
    edited = edit_period_plan(returned, actor=house.manager, aims="新增粉丝五千", at=NOW)
    submit_period_plan(edited, actor=house.author, at=NOW)
    with pytest.raises(NotAllowed):
        approve_period_plan(edited, actor=house.manager, at=NOW)
    events = LedgerEntry.objects.filter(kind="period_plan", object_id=plan.pk).order_by("pk")
    assert list(events.values_list("event", flat=True)) == [
        "period_plan.created", "period_plan.cited", "period_plan.submitted", "period_plan.returned",
        "period_plan.changed", "period_plan.submitted",
    ]  # fmt: skip


def test_the_group_decides_under_self_media_and_a_plan_approver_while_it_is_empty(year: Year) -> None:
    house = year.house
    plan = year.submitted(account=house.weibo)
    year.group("self_media", house.executive)
    with pytest.raises(NotAllowed):
        approve_period_plan(plan, actor=house.department_head, at=NOW)
    assert approve_period_plan(plan, actor=house.executive, at=NOW).approved_by == house.executive


def test_the_leader_of_the_group_decides_a_plan_of_the_overseas_rule_book(year: Year) -> None:
    house = year.house
    year.group("overseas", house.executive)
    year.group("overseas", house.legal, unit="data")
    plan = year.submitted("year", pack="overseas", actor=house.department_head, responsible=house.department_head)
    with pytest.raises(NotAllowed):
        approve_period_plan(plan, actor=house.legal, at=NOW)
    with pytest.raises(NotAllowed):
        approve_period_plan(plan, actor=house.manager, at=NOW)
    assert approve_period_plan(plan, actor=house.executive, at=NOW).status == "approved"


def test_the_clock_runs_to_three_working_days_before_the_period_and_stops_with_the_approval(year: Year) -> None:
    """The first of July 2026 is a Wednesday: the Friday before, Monday and Tuesday are left from Thursday's close."""
    plan = year.submitted(day=date(2026, 7, 1))
    clock = Deadline.objects.of("period_plan", plan.pk, "approval").get()
    assert clock.due_at == plan.due_at == datetime(2026, 6, 25, 10, 0, tzinfo=UTC)
    assert (clock.owner, clock.ladder, clock.state) == (year.house.author, "default", "running")
    edit_period_plan(plan, actor=year.house.author, responsible=year.house.publisher, at=NOW)
    assert Deadline.objects.get(pk=clock.pk).owner == year.house.publisher
    assert Notice.objects.filter(recipient=year.house.publisher, template="period_plan.to_write").exists()
    plan = submit_period_plan(plan, actor=year.house.author, at=NOW)
    year.house.publisher.superior = year.house.manager
    year.house.publisher.save()
    approve_period_plan(plan, actor=year.house.manager, at=NOW + HOUR)
    assert Deadline.objects.get(pk=clock.pk).state == "met"


def test_a_period_that_is_over_is_neither_planned_nor_submitted_nor_approved(year: Year) -> None:
    with pytest.raises(Refused) as refusal:
        year.written(day=date(2026, 5, 31))
    assert refusal.value.field == "day"
    plan, july = year.submitted(), NOW + 30 * DAY
    with pytest.raises(NotAllowed):
        approve_period_plan(plan, actor=year.house.manager, at=july)
    edit_period_plan(plan, actor=year.house.author, topics="别的", at=july)
    with pytest.raises(NotAllowed):
        submit_period_plan(plan, actor=year.house.author, at=july)


def test_two_plans_of_one_place_and_level_do_not_overlap(year: Year) -> None:
    first = year.written("strategy", date(2027, 5, 1))
    with pytest.raises(Refused) as refusal:
        year.written("strategy", date(2026, 5, 1), at=NOW)
    assert refusal.value.field == "day"
    assert "2027-01-01" in str(refusal.value)
    assert year.written("strategy", date(2026, 5, 1), account=year.house.weibo).pk != first.pk
    drop_period_plan(first, actor=year.house.author, note="改为按账号规划", at=NOW)
    assert year.written("strategy", date(2026, 5, 1)).status == "draft"


def test_an_older_page_changes_nothing_and_two_decisions_at_once_are_one(year: Year) -> None:
    plan = year.submitted()
    with pytest.raises(StaleVersion):
        approve_period_plan(plan, actor=year.house.manager, version=plan.lock_version - 1, at=NOW)
    approve_period_plan(plan, actor=year.house.manager, version=plan.lock_version, at=NOW)
    with pytest.raises(StaleVersion):
        return_period_plan(plan, actor=year.house.manager, note="晚了", version=plan.lock_version, at=NOW)
    with pytest.raises(WrongState):
        approve_period_plan(plan, actor=year.house.manager, at=NOW)
    with pytest.raises(WrongState):
        edit_period_plan(plan, actor=year.house.author, topics="悄悄改", at=NOW)


def test_the_database_keeps_out_what_the_services_would_refuse(year: Year) -> None:
    plan = year.submitted()
    rows = PeriodPlan.objects.filter(pk=plan.pk)
    for values in (
        {"status": "approved", "approved_by": year.house.author, "approved_at": NOW}, {"aims": ""}, {"pack": "douyin"},
        {"status": "unheard"}, {"ends_on": MONTH - DAY}, {"submitted_by": None},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    twin = PeriodPlan.objects.get(pk=plan.pk)
    twin.pk, twin.status = None, "draft"
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_bad_input_gets_a_sentence_at_its_field(year: Year) -> None:
    for values in ({"title": " "}, {"budget": -1}, {"posts": 0}, {"posts": 99999}):
        with pytest.raises(Refused) as refusal:
            year.written(**values)
        assert refusal.value.field == next(iter(values))
    with pytest.raises(Refused):
        year.written(account=year.house.account, pack="douyin")
    with pytest.raises(Refused):
        year.written(pack="nonsense", actor=year.house.manager)
    with pytest.raises(NotAllowed):
        year.written(actor=year.house.stranger)
    with pytest.raises(NotAllowed):
        year.written(pack="douyin", actor=year.house.first_reviewer)
    assert year.written("week", pack="douyin").pack == "douyin"
    assert year.written(mediums=["video", "telepathy"]).mediums == ["video"]
