"""Month summaries: sums, means and last values, from days and from posts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from analytics.conftest import APRIL, MAY, Office
from analytics.metrics.models import AccountDay, AccountMonth, PublicationDay
from analytics.metrics.months import refresh_months


def value(office: Office, code: str, month: date = MAY, basis: str = "daily") -> Decimal | None:
    return AccountMonth.objects.filter(
        account=office.weibo, month=month, metric__code=code, basis=basis
    ).values_list("value", flat=True).first()  # fmt: skip


def days(office: Office, code: str, *values: float) -> None:
    metric = office.metric(code)
    AccountDay.objects.bulk_create(
        AccountDay(account=office.weibo, day=date(2026, 5, n), metric=metric, value=Decimal(str(v)))
        for n, v in enumerate(values, 1)
    )


def test_each_metric_becomes_a_month_in_its_own_way(office: Office) -> None:
    days(office, "views", 10, 20, 30)
    days(office, "fans", 100, 120, 110)
    days(office, "completion_rate", 0.2, 0.4, 0.6)
    refresh_months(office.weibo.pk, [date(2026, 5, 9)])
    assert value(office, "views") == 60
    assert value(office, "fans") == 110
    assert value(office, "completion_rate") == Decimal("0.4")


def test_a_summary_goes_when_its_days_are_gone(office: Office) -> None:
    days(office, "views", 10)
    refresh_months(office.weibo.pk, [MAY])
    AccountDay.objects.all().delete()
    assert refresh_months(office.weibo.pk, [MAY]) == 0
    assert value(office, "views") is None


def test_posts_bring_sums_and_means_of_what_they_hold(office: Office) -> None:
    first = office.post(office.weibo, date(2026, 5, 3), "a", views=10, likes=1)
    office.post(office.weibo, date(2026, 5, 30), "b", views=5)
    office.post(office.weibo, date(2026, 4, 30), "c", views=100)
    PublicationDay.objects.filter(post=first).update(more={"completion_rate": 0.5, "danmaku": 3})
    refresh_months(office.weibo.pk, [MAY, APRIL])
    found = [value(office, code, basis="posts") for code in ("views", "likes", "completion_rate", "danmaku")]
    assert found == [15, 1, Decimal("0.5"), 3]
    assert value(office, "views", APRIL, "posts") == 100


def test_daily_figures_of_posts_count_before_lifetime_ones(office: Office) -> None:
    post = office.post(office.weibo, date(2026, 5, 3), "a", views=100)
    PublicationDay.objects.create(account=office.weibo, post=post, basis="day", day=date(2026, 5, 4), views=7)
    refresh_months(office.weibo.pk, [MAY])
    assert value(office, "views", basis="posts") == 7


def test_other_accounts_and_months_stay_as_they_are(office: Office) -> None:
    office.month(office.douyin, MAY, views=10)
    office.month(office.weibo, APRIL, views=5)
    before = list(AccountMonth.objects.order_by("pk").values())
    refresh_months(office.weibo.pk, [MAY])
    assert list(AccountMonth.objects.order_by("pk").values()) == before
