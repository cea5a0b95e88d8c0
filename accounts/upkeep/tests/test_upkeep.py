"""Profile checks and renewals, what follows from a fault, and how they are measured (R-005, R-015)."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import PlatformAccount, User
from accounts.upkeep.tests.conftest import DAY, GOOD, NOW, Kept
from governance.notices.models import Notice
from governance.public import (
    Duty,
    LedgerEntry,
    NotAllowed,
    Refused,
    grant_role,
    measure_now,
    revoke_role,
    sweep_duties,
)


def test_every_item_of_the_profile_is_answered(kept: Kept) -> None:
    with pytest.raises(Refused) as refused:
        kept.check(values={**GOOD, "brand": ""})
    assert refused.value.field == "brand"


def test_a_fault_reaches_the_manager_and_is_checked_again(kept: Kept) -> None:
    record = kept.check(values={**GOOD, "contacts": "faulty"}, note="The number is dead")
    heard = Notice.objects.filter(template="duty.faulty").values_list("recipient__username", flat=True)
    assert set(heard) == {"manager", "publisher"}
    again = Duty.objects.open().get(kind="profile_check")
    assert (again.cause, again.due_at) == ("again", NOW + 14 * DAY)
    assert LedgerEntry.objects.get(event="duty.filed", object_id=record.pk).payload["faults"] == ["contacts"]


def test_the_manager_does_it_only_where_nobody_publishes(kept: Kept) -> None:
    with pytest.raises(NotAllowed):
        kept.check(actor=kept.manager)
    revoke_role(kept.publisher, "publisher", actor=None)
    kept.check(actor=User.objects.get(username="manager"))


def test_upkeep_renews_something_on_a_day_that_has_been(kept: Kept) -> None:
    for field, value in (("layout", "kept"), ("done_on", "2026-06-04")):
        values: dict[str, Any] = {field: value}
        with pytest.raises(Refused) as refused:
            kept.renew(**values)
        assert refused.value.field == field
    assert kept.renew().valid_until == NOW + 180 * DAY


@pytest.mark.parametrize(("code", "days"), [("R-005", 90), ("R-015", 180)])
def test_the_age_is_met_then_at_risk_then_breached_and_met_again(kept: Kept, code: str, days: int) -> None:
    do = kept.check if code == "R-005" else kept.renew
    do(at=NOW)
    status = {after: measure_now(code, at=NOW + after * DAY).status for after in (1, days - 1, days + 1)}
    assert status == {1: "met", days - 1: "at_risk", days + 1: "breached"}
    do(at=NOW + days * DAY)
    assert measure_now(code, at=NOW + (days + 1) * DAY).status == "met"


def test_one_account_left_out_breaches_and_a_new_one_has_its_first_time(kept: Kept) -> None:
    kept.check()
    other = PlatformAccount.objects.create(
        handle="weibo-main", platform="weibo", name_zh="微博", name_en="Weibo", status="active"
    )
    assert measure_now("R-005", at=NOW + DAY).bad == 1
    sweep_duties(NOW + DAY)
    assert measure_now("R-005", at=NOW + 2 * DAY).status == "met"
    late = measure_now("R-005", at=NOW + 16 * DAY)
    assert (late.status, late.sample) == ("breached", (other.pk,))
    grant_role(User.objects.create_user("second"), "publisher", accounts=[other], actor=None)
    assert measure_now("R-005", at=NOW + 16 * DAY, account=kept.account.pk).status == "met"


def test_without_accounts_nothing_is_measured(first_rows: None) -> None:
    assert measure_now("R-005", at=NOW).status == measure_now("R-015", at=NOW).status == "not_measured"
