"""What people state of themselves: who, which items, how long it holds, how it is measured (R-010, R-107, A-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from accounts.attestations.kinds import items_of, operators
from accounts.attestations.rules import SECURITY, UNDERTAKEN, UNDERTAKING
from accounts.models import PlatformAccount, User
from governance.lists.models import ListExport
from governance.public import (
    Duty,
    DutyPlace,
    DutyRecord,
    NotAllowed,
    Refused,
    file_duty,
    grant_role,
    measure_now,
    sweep_duties,
)

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WORD = {row.name: True for row in UNDERTAKEN}


@dataclass
class Staff:
    """Somebody who writes for the account at home, somebody who only sees figures, and an account abroad."""

    author: User
    analyst: User
    abroad: PlatformAccount


@pytest.fixture
def staff(first_rows: None) -> Staff:
    home, abroad = (
        PlatformAccount.objects.create(
            handle=handle, platform="x", name_zh=handle, name_en=handle, status="active", market=market
        )
        for handle, market in (("home", "CN"), ("abroad", "US"))
    )
    author, analyst = (User.objects.create_user(name) for name in ("author", "analyst"))
    grant_role(author, "author", accounts=[home], actor=None)
    grant_role(analyst, "analyst", accounts=[home, abroad], actor=None)
    return Staff(User.objects.get(pk=author.pk), User.objects.get(pk=analyst.pk), abroad)


def names(person: User) -> list[str]:
    return [row.name for row in items_of(DutyPlace(person=person), NOW)]


def attest(person: User, at: datetime = NOW) -> DutyRecord:
    return file_duty(SECURITY, actor=person, person=person, values=dict.fromkeys(names(person), True), at=at)


def test_operators_are_those_who_work_on_an_account_and_not_those_who_see_figures(staff: Staff) -> None:
    assert list(operators(NOW)) == [staff.author]
    PlatformAccount.objects.update(status="closed")
    assert list(operators(NOW)) == []


def test_abroad_the_lawful_line_is_attested_besides(staff: Staff) -> None:
    assert names(staff.author) == ["security_software", "mfa", "safe_network", "no_unknown_links"]
    grant_role(staff.author, "author", accounts=[staff.abroad], actor=None)
    assert names(staff.author)[-1] == "lawful_line"


@pytest.mark.parametrize("missing", ["mfa", "safe_network"])
def test_every_item_is_stated(staff: Staff, missing: str) -> None:
    values = dict.fromkeys(names(staff.author), True) | {missing: False}
    with pytest.raises(Refused) as refused:
        file_duty(SECURITY, actor=staff.author, person=staff.author, values=values, at=NOW)
    assert refused.value.field == missing


def test_nobody_states_it_for_another(staff: Staff) -> None:
    with pytest.raises(NotAllowed):
        file_duty(UNDERTAKING, actor=staff.analyst, person=staff.author, values=WORD, at=NOW)


def test_attestations_are_met_then_run_out_and_are_met_again(staff: Staff) -> None:
    assert measure_now("R-010", at=NOW).status == "breached"
    attest(staff.author)
    assert measure_now("R-010", at=NOW + DAY).status == "met"
    assert measure_now("R-010", at=NOW + 91 * DAY).status == "breached"
    attest(staff.author, at=NOW + 91 * DAY)
    assert measure_now("R-010", at=NOW + 92 * DAY).status == "met"


def test_whoever_begins_to_work_abroad_must_attest_the_line_at_once(staff: Staff) -> None:
    attest(staff.author)
    grant_role(staff.author, "author", accounts=[staff.abroad], actor=None)
    assert measure_now("R-010", at=NOW + DAY).status == "breached"
    sweep_duties(NOW + DAY)
    assert Duty.objects.open().filter(kind=SECURITY, person=staff.author).count() == 1
    attest(staff.author, at=NOW + 2 * DAY)
    assert measure_now("R-010", at=NOW + 3 * DAY).status == "met"


def test_undertakings_of_all_staff_are_met_then_run_out_and_are_met_again(staff: Staff) -> None:
    assert measure_now("R-107", at=NOW).status == "breached"
    for person in (staff.author, staff.analyst):
        file_duty(UNDERTAKING, actor=person, person=person, values=WORD, at=NOW)
    assert measure_now("R-107", at=NOW + DAY).status == "met"
    assert measure_now("R-107", at=NOW + 366 * DAY).status == "breached"
    User.objects.filter(pk=staff.analyst.pk).update(is_active=False)
    file_duty(UNDERTAKING, actor=staff.author, person=staff.author, values=WORD, at=NOW + 366 * DAY)
    assert measure_now("R-107", at=NOW + 367 * DAY).status == "met"


def test_exports_of_people_are_counted_beside_the_undertakings(staff: Staff) -> None:
    for person in (staff.author, staff.analyst):
        file_duty(UNDERTAKING, actor=person, person=person, values=WORD, at=NOW)
    export = ListExport.objects.create(
        page="people", format="csv", rows=1, personal=True, reason="Audit", exported_by=staff.author, exported_at=NOW
    )
    measured = measure_now("R-107", at=NOW + DAY)
    assert (measured.status, {row.kind for row in measured.evidence}) == ("met", {"list_export", "user"})
    counted = next(row.total for row in measured.evidence if row.kind == "list_export")
    assert counted is not None
    assert list(counted) == [export]
