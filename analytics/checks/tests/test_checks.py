"""Figures are checked with every import; faults are explained; samples are compared with the platform."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from analytics.checks.controls import (
    accounts_are_compared_with_the_platform,
    figures_pass_their_checks,
    samples_agree,
)
from analytics.checks.models import FigureCheck
from analytics.checks.rules import agrees, jumps, missing_days
from analytics.checks.services import check_months, explain_check, take_sample
from analytics.conftest import APRIL, MAY, NOW, Office
from analytics.metrics.models import AccountDay
from analytics.metrics.months import refresh_months
from governance.public import Denial, Evidence, NoteRequired, Refused, Scope, Window

FIRST = date(2026, 5, 1)
WINDOW = Window(NOW - timedelta(days=30), NOW, NOW)


def counted(evidence: Evidence) -> tuple[int, int]:
    assert evidence.bad is not None
    assert evidence.total is not None
    return evidence.bad.count(), evidence.total.count()


def checked(office: Office) -> FigureCheck:
    check_months(office.douyin.pk, [APRIL, MAY], at=NOW)
    return FigureCheck.objects.get(account=office.douyin, month=MAY)


def test_missing_days_are_named() -> None:
    days = {FIRST: 1.0, FIRST + timedelta(days=2): 1.0}
    assert missing_days(days, FIRST, FIRST + timedelta(days=3)) == [date(2026, 5, 2), date(2026, 5, 4)]


def test_a_jump_stands_out_and_a_wave_does_not() -> None:
    wave = [(FIRST + timedelta(days=index), 1000.0 + 60 * (index % 7)) for index in range(30)]
    assert jumps(wave, FIRST, 4) == []
    wave[20] = (wave[20][0], 9000.0)
    assert jumps(wave, FIRST, 4) == [wave[20][0]]
    assert jumps(wave, wave[21][0], 4) == []


def test_figures_agree_within_the_tolerance() -> None:
    assert agrees(98, 100, 2)
    assert not agrees(97, 100, 2)
    assert agrees(0, 0, 2)


def test_good_figures_pass(office: Office) -> None:
    office.month(office.douyin, APRIL, views=30_000)
    office.month(office.douyin, MAY, views=31_000)
    assert checked(office).faults == 0
    assert counted(figures_pass_their_checks(Scope(), WINDOW)) == (0, 1)


def test_a_gap_breaches_r_088_until_it_is_filled_or_explained(office: Office) -> None:
    office.month(office.douyin, APRIL, views=30_000)
    office.month(office.douyin, MAY, views=31_000)
    AccountDay.objects.filter(day__gte=date(2026, 5, 11), day__lte=date(2026, 5, 12)).delete()
    refresh_months(office.douyin.pk, [MAY])
    check = checked(office)
    assert check.gaps == ["2026-05-11", "2026-05-12"]
    assert counted(figures_pass_their_checks(Scope(), WINDOW)) == (1, 1)
    with pytest.raises(NoteRequired):
        explain_check(check, actor=office.analyst, note=" ", at=NOW)
    with pytest.raises(Denial):
        explain_check(check, actor=office.manager, note="平台故障", at=NOW)
    explain_check(check, actor=office.analyst, note="平台故障", at=NOW)
    assert counted(figures_pass_their_checks(Scope(), WINDOW)) == (0, 1)
    assert checked(office).explanation == "平台故障"
    AccountDay.objects.filter(day=date(2026, 5, 20)).delete()
    refresh_months(office.douyin.pk, [MAY])
    assert checked(office).explanation == ""


def test_a_month_that_does_not_add_up_is_found(office: Office) -> None:
    office.month(office.douyin, MAY, views=31_000)
    AccountDay.objects.filter(day=MAY).update(value=Decimal(1))
    assert not checked(office).adds_up


def test_samples_are_due_and_must_agree(office: Office) -> None:
    office.month(office.douyin, MAY, views=31_000)
    checked(office)
    assert counted(accounts_are_compared_with_the_platform(Scope(), WINDOW)) == (1, 1)
    views = office.metric("views")
    with pytest.raises(Refused):
        take_sample(
            actor=office.analyst, account=office.douyin, metric=views, day=NOW.date(), theirs=Decimal(1), at=NOW
        )
    for theirs, bad in ((Decimal(1000), 0), (Decimal(1100), 1)):
        take_sample(actor=office.analyst, account=office.douyin, metric=views, day=MAY, theirs=theirs, at=NOW)
        assert counted(samples_agree(Scope(), WINDOW))[0] == bad
    assert counted(accounts_are_compared_with_the_platform(Scope(), WINDOW)) == (0, 1)
    later = NOW + timedelta(days=40)
    old = Window(NOW - timedelta(days=30), later, later)
    assert counted(accounts_are_compared_with_the_platform(Scope(), old)) == (1, 1)


def test_the_pages_show_faults_and_take_samples(office: Office) -> None:
    office.month(office.douyin, MAY, views=31_000)
    AccountDay.objects.filter(day=MAY + timedelta(days=4)).delete()
    refresh_months(office.douyin.pk, [MAY])
    check = checked(office)
    client = Client()
    client.force_login(office.analyst)
    assert "2026-05" in client.get("/checks/").content.decode()
    assert "2026-05-05" in client.get(f"/checks/{check.pk}/").content.decode()
    assert client.post(f"/checks/{check.pk}/", {"note": "平台故障"}).status_code == 302
    values = {"account": office.douyin.pk, "metric": office.metric("views").pk, "day": "2026-05-02", "theirs": "1000"}
    assert client.post("/checks/samples/new/", values).status_code == 302
    client.force_login(office.stranger)
    assert client.get(f"/checks/{check.pk}/").status_code == 404
    assert client.get("/checks/samples/new/").status_code == 403


def test_what_comes_after_a_silence_makes_gaps_before_it(office: Office) -> None:
    office.month(office.douyin, APRIL, views=30_000)
    AccountDay.objects.filter(day__gt=date(2026, 4, 20)).delete()
    check_months(office.douyin.pk, [APRIL], at=NOW)
    office.month(office.douyin, date(2026, 6, 1), views=30_000)
    check_months(office.douyin.pk, [date(2026, 6, 1)], at=NOW)
    rows = FigureCheck.objects.filter(account=office.douyin).order_by("month")
    assert [(row.month.month, row.days, len(row.gaps)) for row in rows] == [(4, 20, 10), (5, 0, 31), (6, 30, 0)]


def test_what_comes_before_the_known_days_makes_gaps_after_it(office: Office) -> None:
    office.month(office.douyin, MAY, views=30_000)
    check_months(office.douyin.pk, [MAY], at=NOW)
    office.month(office.douyin, date(2026, 3, 1), views=30_000)
    check_months(office.douyin.pk, [date(2026, 3, 1)], at=NOW)
    assert len(FigureCheck.objects.get(month=APRIL).gaps) == 30
