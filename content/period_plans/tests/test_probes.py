"""Each requirement on period plans is measured: breached, and met again through the services (R-017 to R-021)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.public import PlatformAccount
from content.conftest import NOW
from content.period_plans.lacking import lacking_study
from content.period_plans.models import PeriodPlan
from content.period_plans.services import approve_period_plan, cite_record, drop_period_plan, submit_period_plan
from content.period_plans.tests.year import DAY, Year
from content.review.tests.test_probes import broken
from governance.public import Evidence, Measurement, Scope, Window, measure_now, probes_of, steady, today
from tests.board import turns


def measured(code: str, at: datetime = NOW, **where: Any) -> Measurement:
    return measure_now(code, at=at, **(where or {"pack": "douyin"}))


def test_a_plan_of_today_is_wanted_at_every_level_of_the_rule_book(year: Year) -> None:
    house = year.house
    assert (measured("R-017").status, measured("R-017").bad) == ("breached", 1)
    year.approved()
    assert measured("R-017").status == "breached"
    year.approved("strategy")
    assert measured("R-017").status == "met"
    assert measured("R-017", account=house.account.pk).status == "met"
    assert measured("R-017", pack="self_media").status == "breached"
    for level in ("strategy", "year", "quarter", "month"):
        year.approved(level, pack="self_media", actor=house.department_head, responsible=house.author)
    assert measured("R-017", pack="self_media").status == "met"
    assert measured("R-017", NOW - DAY).status == "breached"
    assert measured("R-017", NOW + 30 * DAY).status == "breached"


def test_a_next_month_without_its_plan_is_a_risk_once_its_time_is_up(year: Year) -> None:
    """July is due on 25 June."""
    for level in ("strategy", "month"):
        year.approved(level)
    assert measured("R-017", NOW + 21 * DAY).status == "met"
    late = NOW + 23 * DAY
    assert measured("R-017", late).status == "at_risk"
    year.approved(day=date(2026, 7, 1), at=late)
    assert measured("R-017", late).status == "met"


def test_a_next_strategy_without_its_plan_is_a_risk_once_its_time_is_up(year: Year) -> None:
    """The strategy of 2026 to 2028 holds; the next one is due before 2029."""
    year.approved("strategy")
    early = datetime(2028, 11, 1, 2, tzinfo=UTC)
    year.study(early)
    for day in (date(2028, 12, 1), date(2029, 1, 1)):
        year.approved(day=day, at=early)
    late = datetime(2028, 12, 29, 12, tzinfo=UTC)
    assert measured("R-017", late).status == "at_risk"
    year.approved("strategy", day=date(2029, 1, 1), at=late)
    assert measured("R-017", late).status == "met"


def test_a_new_version_that_waits_leaves_the_past_as_it_was(year: Year) -> None:
    from content.period_plans.services import revise_period_plan

    for level in ("strategy", "month"):
        year.approved(level)
    old = PeriodPlan.objects.get(level="month")
    fresh = submit_period_plan(
        revise_period_plan(old, actor=year.house.author, at=NOW), actor=year.house.author, at=NOW
    )
    assert measured("R-017").status == "met"
    approve_period_plan(fresh, actor=year.house.manager, at=NOW + 2 * DAY)
    assert measured("R-017", NOW + DAY).status == measured("R-017", NOW + 3 * DAY).status == "met"


def test_submitted_plans_are_whole(year: Year) -> None:
    plan = year.submitted()
    assert part("R-018", "periods") == (0, 1)
    empties: list[dict[str, Any]] = [
        {"topics": ""},
        {"mediums": []},
        {"posts": None},
        {"times": ""},
        {"script_owner": None},
    ]
    for empty in empties:
        with broken(PeriodPlan, plan.pk, **empty):
            assert part("R-018", "periods") == (1, 1)
    assert part("R-018", "periods") == (0, 1)


def test_a_submitted_plan_that_lacks_an_element_breaches_r_018_until_it_has_it(year: Year) -> None:
    turns("R-018", broken(PeriodPlan, year.submitted().pk, topics=""), NOW + DAY)


def part(code: str, name: str) -> tuple[int, int]:
    window = Window(NOW - 30 * DAY, NOW, NOW)
    evidence: Evidence = next(probe for probe in probes_of(code) if probe.part == name).measure(Scope(), window)
    assert evidence.bad is not None
    assert evidence.total is not None
    return evidence.bad.count(), evidence.total.count()


def test_the_study_that_a_plan_cites_grows_old_and_is_renewed(year: Year) -> None:
    assert measured("R-020").status == "not_measured"
    plan = year.approved("year")
    assert measured("R-020").status == "met"
    assert measured("R-020", NOW + 85 * DAY).status == "at_risk"
    late = NOW + 91 * DAY
    assert (measured("R-020", late).status, measured("R-020", late).bad) == ("breached", 1)
    study = year.study(late)
    assert measured("R-020", late).status == "breached"
    cite_record(plan, study, actor=year.house.author, at=late)
    assert measured("R-020", late).status == "met"


def test_a_study_is_as_old_as_the_day_on_which_it_was_made(year: Year) -> None:
    plan = year.approved("year")
    assert measured("R-020").status == "met"
    late = NOW + 91 * DAY
    cite_record(plan, year.study(late, done_on=date(2019, 1, 1)), actor=year.house.author, at=late)
    assert measured("R-020", late).status == "breached"
    assert lacking_study(plan, late)
    cite_record(plan, year.study(late, done_on=today(late - 10 * DAY)), actor=year.house.author, at=late)
    assert (measured("R-020", late).status, lacking_study(plan, late)) == ("met", [])


def test_a_dropped_plan_takes_up_no_opinions(year: Year) -> None:
    PlatformAccount.objects.update(opened_on=(NOW - 200 * DAY).date())
    plan = year.written("month", account=year.house.weibo)
    for group in ("staff", "customers", "partners"):
        cite_record(plan, year.round(group), actor=year.house.author, at=NOW)
    assert measured("R-021", pack="self_media").status == "met"
    drop_period_plan(plan, actor=year.house.author, note="不做了", at=NOW)
    assert measured("R-021", pack="self_media").status == "breached"


def test_every_group_is_asked_and_the_result_linked_to_a_plan(year: Year) -> None:
    PlatformAccount.objects.update(opened_on=(NOW - 200 * DAY).date())
    house = year.house
    scope: dict[str, Any] = {"pack": "self_media"}
    plan = year.approved("month", account=house.weibo)
    assert measured("R-021", **scope).status == "breached"
    for group in ("staff", "customers", "partners"):
        held = year.round(group)
        assert measured("R-021", **scope).status == "breached"
        cite_record(plan, held, actor=house.author, at=NOW)
    assert measured("R-021", **scope).status == "met"
    late = NOW + 95 * DAY
    for group in ("staff", "customers"):
        cite_record(plan, year.round(group, late), actor=house.author, at=late)
    assert measured("R-021", late, **scope).status == "breached"
    cite_record(plan, year.round("partners", late), actor=house.author, at=late)
    assert measured("R-021", late, **scope).status == "met"
    assert measured("R-021").status == "breached"


def test_measuring_asks_a_few_statements_however_many_accounts_there_are(year: Year) -> None:
    year.approved("year")
    probe = probes_of("R-017")[0]
    window = Window(NOW - 30 * DAY, NOW, NOW)
    counts = []
    for number in (0, 20):
        for handle in range(number):
            PlatformAccount.objects.create(
                handle=f"x{handle}", platform="weibo", name_zh="号", name_en="No", status="active"
            )
        with steady(), CaptureQueriesContext(connection) as statements:
            evidence = probe.measure(Scope(), window)
        counts.append(len(statements))
        assert evidence.total is not None
    assert counts[0] == counts[1]
