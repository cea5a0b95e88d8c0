"""Plans that nobody began come up in time with their clock; old studies are told, once each (R-017, R-020)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from accounts.public import PlatformAccount
from content.conftest import NOW
from content.period_plans.models import PeriodPlan
from content.period_plans.opening import open_coming
from content.period_plans.services import cite_record, drop_period_plan
from content.period_plans.tests.year import DAY, Year
from governance.notices.models import Notice
from governance.public import Deadline


def opened(pack: str = "douyin") -> list[tuple[str, date]]:
    rows = PeriodPlan.objects.filter(pack=pack, account=None).order_by("starts_on", "level")
    return list(rows.values_list("level", "starts_on"))


def test_the_sweep_begins_what_the_rule_books_want_and_nobody_began(year: Year) -> None:
    assert open_coming(NOW)["begun"] == 6
    assert opened() == [("strategy", date(2026, 1, 1)), ("month", date(2026, 6, 1))]
    assert opened("self_media") == [
        ("strategy", date(2026, 1, 1)), ("year", date(2026, 1, 1)), ("quarter", date(2026, 4, 1)),
        ("month", date(2026, 6, 1)),
    ]  # fmt: skip
    assert open_coming(NOW)["begun"] == 0
    plan = PeriodPlan.objects.get(pack="douyin", level="month")
    assert plan.responsible == year.house.manager
    assert Deadline.objects.of("period_plan", plan.pk, "approval").get().owner == year.house.manager
    assert Notice.objects.filter(template="period_plan.to_write", recipient=year.house.manager).exists()


def test_the_next_month_opens_two_weeks_before_it_is_due_and_again_after_it_was_dropped(year: Year) -> None:
    """July is due on 25 June."""
    open_coming(datetime(2026, 6, 11, 9, tzinfo=UTC))
    assert ("month", date(2026, 7, 1)) not in opened()
    later = datetime(2026, 6, 11, 11, tzinfo=UTC)
    open_coming(later)
    plan = PeriodPlan.objects.get(pack="douyin", starts_on=date(2026, 7, 1))
    assert plan.due_at == datetime(2026, 6, 25, 10, tzinfo=UTC)
    drop_period_plan(plan, actor=year.house.manager, note="重写", at=later)
    assert open_coming(later)["begun"] == 1


def test_an_account_with_a_plan_of_its_own_needs_none_of_the_rule_book(year: Year) -> None:
    year.approved()
    PlatformAccount.objects.filter(pk=year.house.weibo.pk).update(status="closed")
    open_coming(NOW)
    assert opened() == [("strategy", date(2026, 1, 1))]


def test_an_old_study_is_told_once_until_a_new_one_is_cited(year: Year) -> None:
    plan = year.approved("year")
    day = NOW + 91 * DAY
    assert open_coming(NOW + 80 * DAY)["studies_old"] == 0
    assert open_coming(day)["studies_old"] == 1
    assert open_coming(day)["studies_old"] == 0
    cite_record(plan, year.study(day), actor=year.house.author, at=day)
    assert open_coming(day + 91 * DAY)["studies_old"] == 1
    told = Notice.objects.filter(template="period_plan.study_old", recipient=year.house.author)
    assert told.count() == 2


def test_the_strategy_after_the_one_that_holds_opens_before_that_one_is_over(year: Year) -> None:
    """The one of 2026 to 2028 is followed by 2029, whichever calendar year it is."""
    year.approved("strategy")
    PlatformAccount.objects.filter(pk=year.house.weibo.pk).update(status="closed")
    open_coming(datetime(2028, 6, 1, 2, tzinfo=UTC))
    assert ("strategy", date(2029, 1, 1)) not in opened()
    assert ("strategy", date(2028, 1, 1)) not in opened()
    open_coming(datetime(2028, 12, 20, 2, tzinfo=UTC))
    plan = PeriodPlan.objects.get(pack="douyin", level="strategy")
    assert (plan.starts_on, plan.ends_on) == (date(2029, 1, 1), date(2031, 12, 31))
