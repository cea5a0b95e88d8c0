"""The sweep opens what is due, once, ends what has no place, and finds owners anew."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.public import PlatformAccount, User
from governance.access.grants import grant_role, revoke_role
from governance.deadlines.models import Deadline
from governance.deadlines.services import deadlines_of
from governance.duties import opening
from governance.duties.models import Duty
from governance.duties.tests.conftest import DAY, NOW, Works
from governance.ledger.models import LedgerEntry


def test_what_was_never_done_is_due_everywhere_once(works: Works) -> None:
    opened = works.sweep()
    assert opened == {"opened": 7, "ended": 0, "owners_found_again": 0}
    assert sorted(Duty.objects.values_list("kind", flat=True)) == ["look", "meet", "watch", *["word"] * 4]
    assert works.sweep(NOW + DAY)["opened"] == 0


def test_a_duty_has_an_owner_and_a_clock_and_stands_in_the_ledger(works: Works) -> None:
    works.sweep()
    duty = works.duty()
    clock = Deadline.objects.get(kind="duty", object_id=duty.pk)
    assert (duty.owner, clock.owner, clock.account_id) == (works.manager, works.manager, works.account.pk)
    assert (clock.due_at, clock.ladder) == (NOW + 14 * DAY, "default")
    assert works.duty("meet").owner == works.boss
    assert LedgerEntry.objects.get(event="duty.opened", object_id=duty.pk).payload["cause"] == "first"


def test_it_is_due_again_before_its_record_runs_out(works: Works) -> None:
    works.sweep()
    record = works.file()
    assert record.valid_until == NOW + 90 * DAY
    assert works.sweep(NOW + 75 * DAY)["opened"] == 0
    assert works.sweep(NOW + 77 * DAY)["opened"] == 1
    assert (works.duty().due_at, works.duty().cause) == (record.valid_until, "regular")


def test_a_place_that_comes_back_late_gets_the_first_time_again(works: Works) -> None:
    works.file()
    works.sweep(NOW + 200 * DAY)
    assert works.duty().due_at == NOW + 214 * DAY


def test_what_has_no_place_any_more_is_ended_with_its_clock(works: Works) -> None:
    works.sweep()
    look, word = works.duty(), works.duty("word", person=works.worker)
    PlatformAccount.objects.update(status="closed")
    User.objects.filter(pk=works.worker.pk).update(is_active=False)
    assert works.sweep(NOW + DAY)["ended"] == 2
    for duty in (look, word):
        duty.refresh_from_db()
        assert (duty.status, duty.closed_at) == ("ended", NOW + DAY)
        assert deadlines_of("duty", [duty.pk]) == {}


def test_a_clock_whose_owner_left_goes_to_whoever_is_responsible_now(works: Works) -> None:
    works.sweep()
    grant_role(works.boss, "manager", accounts=[works.account], actor=None)
    User.objects.filter(pk=works.manager.pk).update(is_active=False)
    assert works.sweep(NOW + DAY)["owners_found_again"] == 2
    assert works.duty().owner == works.boss
    assert Deadline.objects.get(kind="duty", object_id=works.duty().pk).owner == works.boss


def test_a_sweep_with_nothing_due_asks_little(works: Works) -> None:
    works.sweep()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        works.sweep(NOW + DAY)
    assert len(asked) <= 3 * 4 + 2


@pytest.mark.parametrize("unknown", ["somewhere", ""])
def test_a_kind_of_an_unknown_scope_is_no_kind(unknown: str) -> None:
    from governance.duties.rules import BY_RIGHT, Doer, DutyKind

    with pytest.raises(ValueError, match="unknown scope"):
        DutyKind("odd", "Odd", "profile.interval", unknown, Doer(BY_RIGHT, "accounts.manage"), ())


def test_clocks_for_which_there_is_nobody_do_not_keep_later_ones_waiting(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    works.sweep()
    revoke_role(works.manager, "manager", actor=None)
    Deadline.objects.filter(object_id__in=[works.duty().pk, works.duty("meet").pk]).update(owner=None)
    monkeypatch.setattr(opening, "BATCH", 1)
    assert works.sweep(NOW + DAY)["owners_found_again"] == 1
    assert Deadline.objects.get(kind="duty", object_id=works.duty("meet").pk).owner == works.boss
    assert Deadline.objects.get(kind="duty", object_id=works.duty().pk).owner is None
