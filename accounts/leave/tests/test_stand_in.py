"""While somebody is on leave the duties are the deputy's, the rights are not; afterwards they come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.leave.gates import leave_gate
from accounts.leave.handover import hand_over
from accounts.leave.models import LeaveHandover
from accounts.leave.services import come_back, record_absence
from accounts.leave.tests.conftest import BEGINS, DAY, DURING, ENDS, MONDAY, NOW, Team
from accounts.models import PlatformAccount, User
from governance.deadlines.models import Deadline
from governance.ledger.models import LedgerEntry
from governance.notices.models import Notice
from governance.public import (
    NotAllowed,
    accounts_for,
    ask_approval,
    can,
    decide_approval,
    deputies_of,
    grant_role,
    measure_now,
    meet_deadline,
    name_deputy,
    open_deadline,
    reassign_deadlines,
    sweep,
    tell,
)

pytestmark = pytest.mark.django_db


def clock(owner: User, number: int = 1) -> Deadline:
    return open_deadline(
        kind="user", object_id=number, purpose="duty", owner=owner, due=NOW + timedelta(days=30), calendar="CN",
        at=NOW,
    )  # fmt: skip


def owner_of(row: Deadline) -> User | None:
    return Deadline.objects.get(pk=row.pk).owner


def test_open_deadlines_go_to_the_deputy_and_come_back(team: Team) -> None:
    team.approved()
    before, of_bert = clock(team.anna), clock(team.bert, 2)
    assert hand_over(BEGINS - DAY) == {"handed_over": 0, "handed_back": 0}
    assert hand_over(BEGINS)["handed_over"] == 1
    assert owner_of(before) == team.bert
    new = clock(team.anna, 3)
    assert hand_over(DURING)["handed_over"] == 1
    assert owner_of(new) == team.bert
    assert hand_over(ENDS)["handed_back"] == 2
    assert [owner_of(row) for row in (before, new, of_bert)] == [team.anna, team.anna, team.bert]


def test_twice_or_late_changes_nothing_more(team: Team) -> None:
    team.approved()
    row = clock(team.anna)
    for _ring in range(3):
        hand_over(DURING)
    assert (LeaveHandover.objects.count(), LedgerEntry.objects.filter(event="leave.handed_over").count()) == (1, 1)
    for _ring in range(3):
        hand_over(ENDS + 9 * DAY)
    assert (owner_of(row), LedgerEntry.objects.filter(event="leave.handed_back").count()) == (team.anna, 1)


def test_what_was_done_or_passed_on_meanwhile_does_not_come_back(team: Team) -> None:
    team.approved()
    done, passed = clock(team.anna), clock(team.anna, 2)
    hand_over(BEGINS)
    meet_deadline("user", 1, "duty", at=DURING)
    reassign_deadlines("user", 2, team.carl, at=DURING)
    hand_over(ENDS)
    assert [owner_of(row) for row in (done, passed)] == [team.bert, team.carl]


def test_a_leave_that_passed_between_two_rings_moves_nothing(team: Team) -> None:
    team.approved()
    row = clock(team.anna)
    hand_over(ENDS)
    assert owner_of(row) == team.anna


def test_the_sweep_does_it(team: Team) -> None:
    team.approved()
    row = clock(team.anna)
    assert "failed" not in sweep(BEGINS)
    assert owner_of(row) == team.bert


def test_coming_back_early_ends_it_at_once(team: Team) -> None:
    leave = team.approved()
    row = clock(team.anna)
    hand_over(BEGINS)
    with pytest.raises(NotAllowed):
        come_back(leave, actor=team.bert, at=DURING)
    assert come_back(leave, actor=team.anna, at=DURING).last_day == MONDAY + DAY
    assert deputies_of(team.anna.pk, DURING) == []
    hand_over(DURING)
    assert owner_of(row) == team.anna


def test_notices_reach_the_deputy_too_and_only_meanwhile(team: Team) -> None:
    team.approved()
    for number, moment in enumerate((NOW, DURING, ENDS)):
        tell([team.anna], "calendar.year_missing", params={"year": 2027}, key=f"k{number}", at=moment)
    told = Notice.objects.filter(template="calendar.year_missing").order_by("recipient__username", "key")
    assert list(told.values_list("recipient__username", "key")) == [
        ("anna", "k0"), ("anna", "k1"), ("anna", "k2"), ("bert", "k1"),
    ]  # fmt: skip


def test_rungs_of_the_superior_on_leave_ring_at_the_deputy_too(team: Team) -> None:
    late = clock(team.carl)
    name_deputy(team.chief, team.bert, begins_at=NOW, ends_at=NOW + 90 * DAY, kind="user", object_id=1)
    sweep(late.due_at)
    rung = Notice.objects.filter(template="deadline.rung", key=f"deadline:{late.pk}:100")
    assert set(rung.values_list("recipient__username", flat=True)) == {"carl", "chief", "bert"}


def test_the_deputy_inherits_no_right(team: Team) -> None:
    account = PlatformAccount.objects.create(handle="a", platform="weibo", name_zh="微博", name_en="Weibo")
    grant_role(team.anna, "first_reviewer", accounts=[account], actor=None)
    name_deputy(
        team.anna, team.bert, begins_at=timezone.now() - DAY, ends_at=timezone.now() + DAY, kind="user", object_id=1
    )
    assert accounts_for(User.objects.get(pk=team.bert.pk)) == frozenset()


def test_signing_rests_on_leave_while_reading_goes_on(team: Team) -> None:
    account = PlatformAccount.objects.create(handle="a", platform="weibo", name_zh="微博", name_en="Weibo")
    grant_role(team.anna, "first_reviewer", accounts=[account], actor=None)
    today = timezone.localdate()
    record_absence(
        actor=team.chief, person=team.anna, first_day=today - DAY, last_day=today + DAY, deputy=team.bert, reason="x"
    )
    anna = User.objects.get(pk=team.anna.pk)
    assert leave_gate(anna, "accounts.review_first", account.pk) is None
    leave = anna.leaves.get()
    request = ask_approval(
        "leave", actor=team.carl, reason="x",
        payload={"first_day": today, "last_day": today, "deputy": team.bert}, at=NOW,
    )  # fmt: skip
    leave.status, leave.request, leave.decided_by, leave.decided_at = "approved", request, team.chief, NOW
    leave.save()
    away = User.objects.get(pk=team.anna.pk)
    assert not can(away, "accounts.review_first", account)
    assert can(away, "accounts.view_platformaccount", account)


def test_the_deputy_of_the_superior_decides_a_leave(team: Team) -> None:
    team.approved(actor=team.chief.__class__.objects.get(pk=team.carl.pk), deputy=team.anna)
    name_deputy(team.chief, team.bert, begins_at=NOW, ends_at=NOW + 90 * DAY, kind="user", object_id=1)
    leave = team.ask(first_day=MONDAY + 7 * DAY, last_day=MONDAY + 7 * DAY)
    assert leave.request is not None
    decide_approval(leave.request, actor=team.bert, agree=True, at=NOW)
    assert leave.request.decisions.get().acting_for == team.chief


def test_an_absence_without_approval_breaches_r_016_and_approved_leave_meets_it(team: Team) -> None:
    today = timezone.localdate()
    leave = team.ask(first_day=today - DAY, last_day=today, at=timezone.now() - 9 * DAY)
    assert leave.request is not None
    decide_approval(leave.request, actor=team.chief, agree=True, at=timezone.now() - 8 * DAY)
    assert measure_now("R-016").status == "met"
    absence = record_absence(actor=team.chief, person=team.carl, first_day=today, last_day=today, reason="没有请假")
    assert measure_now("R-016").status == "breached"
    type(absence).objects.filter(pk=absence.pk).delete()
    assert measure_now("R-016").status == "met"


def test_an_absence_is_entered_by_the_superior_only(team: Team) -> None:
    for nobody in (team.carl, team.bert):
        with pytest.raises(NotAllowed):
            record_absence(actor=nobody, person=team.carl, first_day=MONDAY, last_day=MONDAY, reason="x", at=NOW)
