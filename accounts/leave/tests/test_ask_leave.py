"""Leave is asked for ahead, with a deputy who is there, and decided by the superior."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.leave.models import Leave
from accounts.leave.services import earliest_day, withdraw_leave
from accounts.leave.tests.conftest import BEGINS, DAY, DURING, ENDS, MONDAY, NOW, Team
from accounts.models import User
from governance.public import (
    NotAllowed,
    Refused,
    ask_approval,
    decide_approval,
    deputies_of,
    standing_in_for,
    withdraw_approval,
)

pytestmark = pytest.mark.django_db


def test_the_superior_decides_and_the_deputy_stands_in_for_just_that_time(team: Team) -> None:
    leave = team.approved()
    assert (leave.status, leave.decided_by, leave.begins_at, leave.ends_at) == ("approved", team.chief, BEGINS, ENDS)
    for moment, deputies in ((BEGINS - DAY, []), (BEGINS, [team.bert.pk]), (DURING, [team.bert.pk]), (ENDS, [])):
        assert deputies_of(team.anna.pk, moment) == deputies
    assert standing_in_for(team.bert.pk, DURING) == [team.anna.pk]


def test_asked_for_is_not_approved(team: Team) -> None:
    assert team.ask().status == "asked"
    assert deputies_of(team.anna.pk, DURING) == []


def test_a_refusal_leaves_everything_as_it_is(team: Team) -> None:
    leave = team.ask()
    assert leave.request is not None
    decide_approval(leave.request, actor=team.chief, agree=False, note="展会", at=NOW)
    leave.refresh_from_db()
    assert (leave.status, deputies_of(team.anna.pk, DURING)) == ("refused", [])
    team.ask()


def test_nobody_approves_their_own_leave_nor_does_a_colleague(team: Team) -> None:
    leave = team.ask()
    assert leave.request is not None
    for nobody in (team.anna, team.bert, User.objects.create_superuser("root")):
        with pytest.raises(NotAllowed):
            decide_approval(leave.request, actor=nobody, agree=True, at=NOW)


@pytest.mark.parametrize(
    ("hour", "day"),
    [(NOW, date(2026, 6, 4)), (NOW + 2 * DAY, date(2026, 6, 8)), (NOW + 3 * DAY, date(2026, 6, 9))],
)
def test_one_working_day_ahead_is_the_first_possible_day(team: Team, hour: Any, day: date) -> None:
    """On Wednesday for Thursday, on Friday for Monday, on Saturday for Tuesday."""
    assert earliest_day(team.anna, hour) == day
    with pytest.raises(Refused) as refused:
        team.ask(first_day=day - DAY, last_day=day, at=hour)
    assert refused.value.field == "first_day"
    assert team.ask(first_day=day, last_day=day, at=hour).status == "asked"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"last_day": MONDAY - DAY}, "last_day"),
        ({"last_day": MONDAY + timedelta(days=400)}, "last_day"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(team: Team, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        team.ask(**wrong)
    assert (refused.value.field, Leave.objects.count()) == (field, 0)


def test_a_deputy_is_another_and_works_here(team: Team) -> None:
    for wrong in (team.anna, User.objects.create_user("gone", is_active=False)):
        with pytest.raises(Refused) as refused:
            team.ask(deputy=wrong)
        assert refused.value.field == "deputy"


def test_a_deputy_on_leave_then_is_refused_also_while_that_is_only_asked_for(team: Team) -> None:
    team.ask()
    with pytest.raises(Refused) as refused:
        team.ask(actor=team.carl, deputy=team.anna, first_day=MONDAY + 2 * DAY, last_day=MONDAY + 4 * DAY)
    assert refused.value.field == "deputy"
    team.ask(actor=team.carl, deputy=team.anna, first_day=MONDAY + 3 * DAY, last_day=MONDAY + 4 * DAY)


def test_a_loop_of_deputies_is_refused(team: Team) -> None:
    team.ask()
    for deputy in (team.anna, team.carl):
        with pytest.raises(Refused):
            team.ask(actor=team.bert, deputy=deputy)


def test_nobody_is_away_twice(team: Team) -> None:
    team.ask()
    with pytest.raises(Refused) as refused:
        team.ask(deputy=team.carl, first_day=MONDAY + DAY)
    assert refused.value.field == "first_day"


def test_a_deputy_who_left_meanwhile_is_refused_at_the_decision(team: Team) -> None:
    leave = team.ask()
    User.objects.filter(pk=team.bert.pk).update(is_active=False)
    assert leave.request is not None
    with pytest.raises(Refused):
        decide_approval(leave.request, actor=team.chief, agree=True, at=NOW)
    leave.refresh_from_db()
    assert leave.status == "asked"


def test_what_is_withdrawn_is_withdrawn_on_both_sides(team: Team) -> None:
    first = withdraw_leave(team.ask(), actor=team.anna, at=NOW)
    assert first.request is not None
    first.request.refresh_from_db()
    assert (first.status, first.request.status) == ("withdrawn", "withdrawn")
    second = team.ask()
    assert second.request is not None
    withdraw_approval(second.request, actor=team.anna, at=NOW)
    second.refresh_from_db()
    assert second.status == "withdrawn"


def test_an_approved_leave_is_withdrawn_before_it_begins_and_not_after(team: Team) -> None:
    with pytest.raises(NotAllowed):
        withdraw_leave(team.approved(), actor=team.anna, at=DURING)
    leave = Leave.objects.get()
    with pytest.raises(NotAllowed):
        withdraw_leave(leave, actor=team.chief, at=NOW)
    assert withdraw_leave(leave, actor=team.anna, at=NOW + DAY).status == "withdrawn"
    assert deputies_of(team.anna.pk, DURING) == []


def test_leave_through_the_page_of_requests_is_the_same(team: Team) -> None:
    from governance.public import approval_kind

    ask = approval_kind("leave").ask
    assert ask is not None
    values = {"first_day": MONDAY, "last_day": MONDAY, "deputy": team.bert}
    assert ask(team.anna, values, None, "年假", NOW).leave.deputy == team.bert


def test_an_agreed_request_without_its_leave_approves_nothing(team: Team) -> None:
    payload = {"first_day": MONDAY, "last_day": MONDAY, "deputy": team.bert}
    request = ask_approval("leave", actor=team.anna, payload=payload, reason="x", at=NOW)
    with pytest.raises(Leave.DoesNotExist):
        decide_approval(request, actor=team.chief, agree=True, at=NOW)


def test_the_database_refuses_a_leave_without_deputy_or_approved_by_oneself(team: Team) -> None:
    leave = team.ask()
    wrong: tuple[dict[str, Any], ...] = (
        {"deputy": None}, {"deputy": team.anna}, {"status": "approved"}, {"status": "perhaps"},
        {"status": "approved", "decided_by": team.anna, "decided_at": NOW}, {"last_day": MONDAY - DAY},
    )  # fmt: skip
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Leave.objects.filter(pk=leave.pk).update(**values)
