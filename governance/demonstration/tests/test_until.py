"""The demo company can end on a day that has gone by: rights are asked as of that day while it is filled."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from importlib import import_module

from django.utils import timezone

from accounts.public import PlatformAccount, User
from governance.access.moment import access_moment, asked_at
from governance.access.services import can
from governance.demonstration.company import SHANGHAI, DemoCompany
from governance.demonstration.rules import MONTHS
from governance.demonstration.services import months_before
from governance.public import Grant, LedgerEntry, today


def test_the_moment_is_now_but_within(first_rows: None) -> None:
    then = datetime(2026, 2, 28, 15, 0, tzinfo=SHANGHAI)
    assert abs(access_moment() - timezone.now()) < timedelta(minutes=1)
    with asked_at(then):
        assert access_moment() == then
    assert access_moment() > then


def test_an_end_of_rights_is_measured_by_the_moment_asked(first_rows: None) -> None:
    from governance.public import grant_role

    person, now = User.objects.create_user("anna"), timezone.now()
    account = PlatformAccount.objects.create(handle="x", platform="weibo", name_zh="号", name_en="X", status="active")
    then = now - timedelta(days=300)
    grant_role(
        person, "publisher", accounts=[account], actor=None, at=then - timedelta(days=9),
        expires_at=then + timedelta(days=9),
    )  # fmt: skip
    assert not can(User.objects.get(pk=person.pk), "accounts.publish", account)
    with asked_at(then):
        assert can(User.objects.get(pk=person.pk), "accounts.publish", account)


def test_the_accounts_floor_is_filled_until_a_day_most_of_a_year_ago(first_rows: None) -> None:
    until: date = today(None) - timedelta(days=330)
    now = datetime.combine(until, time(18), SHANGHAI)
    company = DemoCompany(since=months_before(until, MONTHS), until=until, now=now)
    import_module("accounts.seeds").seed()
    before = LedgerEntry.objects.latest("pk").pk
    with asked_at(now):
        import_module("accounts.demo").fill(company)
        for handle in ("douyin-main", "weibo-main"):
            assert company.in_role("publisher", company.accounts[handle])
    assert Grant.objects.count() > 100
    assert not LedgerEntry.objects.filter(pk__gt=before, at__gt=now + timedelta(days=1)).exists()
