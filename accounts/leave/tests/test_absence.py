"""An absence that somebody else enters serves nobody: who enters it does not stand in, and the person can end it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.leave.models import Leave
from accounts.leave.services import come_back, record_absence, withdraw_leave
from accounts.leave.tests.conftest import BEGINS, DAY, DURING, MONDAY, NOW, Team
from accounts.models import User
from governance.notices.models import Notice
from governance.public import NotAllowed, Refused, decide_approval, deputies_of, grant_role

pytestmark = pytest.mark.django_db


def absent(team: Team, **extra: Any) -> Leave:
    """The chief enters that Anna is away from Monday on, and has Bert stand in."""
    values: dict[str, Any] = {
        "actor": team.chief, "person": team.anna, "first_day": MONDAY, "last_day": MONDAY + 2 * DAY,
        "deputy": team.bert, "reason": "没有请假", "at": NOW, **extra,
    }  # fmt: skip
    return record_absence(**values)


def test_whoever_enters_it_does_not_stand_in(team: Team) -> None:
    with pytest.raises(Refused) as refused:
        absent(team, deputy=team.chief)
    assert (refused.value.field, Leave.objects.count(), deputies_of(team.anna.pk, DURING)) == ("deputy", 0, [])


def test_nor_is_offered_on_the_page(team: Team, client: Client) -> None:
    client.force_login(team.chief)
    offered = client.get(f"/people/{team.anna.pk}/absence/").context["form"].fields["deputy"].queryset
    assert not offered.filter(pk__in=(team.chief.pk, team.anna.pk)).exists()
    assert offered.filter(pk=team.bert.pk).exists()


def test_nobody_chooses_who_decides_for_them_by_entering_their_superior_as_absent(team: Team) -> None:
    grant_role(team.anna, "admin", actor=None)
    anna = User.objects.get(pk=team.anna.pk)
    with pytest.raises(Refused) as refused:
        absent(team, actor=anna, person=team.chief)
    assert refused.value.field == "deputy"
    assert absent(team, actor=anna, person=team.chief, deputy=None).deputy is None


def test_nor_while_a_request_of_theirs_waits_there(team: Team) -> None:
    grant_role(team.carl, "admin", actor=None)
    team.ask(actor=User.objects.get(pk=team.carl.pk), deputy=team.bert)
    User.objects.filter(pk=team.carl.pk).update(superior=None)
    with pytest.raises(Refused):
        absent(team, actor=User.objects.get(pk=team.carl.pk), person=team.chief, deputy=team.anna)


def test_the_person_and_the_deputy_are_told_at_once(team: Team) -> None:
    absent(team)
    told = Notice.objects.values_list("template", "recipient__username")
    assert set(told) >= {("leave.absence", "anna"), ("leave.deputy", "bert")}


def test_the_person_ends_it_and_the_deputy_stands_in_no_more(team: Team) -> None:
    absence = absent(team)
    with pytest.raises(NotAllowed):
        come_back(absence, actor=team.bert, at=DURING)
    ended = come_back(absence, actor=team.anna, at=DURING)
    assert (ended.status, ended.ends_at, deputies_of(team.anna.pk, DURING)) == ("unapproved", DURING, [])


def test_one_that_has_not_begun_is_withdrawn(team: Team) -> None:
    absence = absent(team)
    assert withdraw_leave(absence, actor=team.anna, at=NOW).status == "withdrawn"
    assert deputies_of(team.anna.pk, BEGINS) == []


def test_the_page_offers_it(team: Team, client: Client) -> None:
    absence = absent(team, at=None, first_day=MONDAY)
    Leave.objects.filter(pk=absence.pk).update(begins_at=NOW, ends_at=NOW.replace(year=2099))
    client.force_login(team.anna)
    page = client.get(f"/leave/{absence.pk}/")
    assert [move.name for move in page.context["moves"]] == ["end_absence"]
    client.post(f"/leave/{absence.pk}/move/", {"move": "end_absence", "version": absence.lock_version})
    assert Leave.objects.get().ends_at < NOW.replace(year=2099)


@pytest.mark.parametrize(("enters", "decides"), [("carl", "boss"), ("boss", "bert")])
def test_a_deputy_whom_the_asker_named_decides_nothing_that_the_asker_asks(
    team: Team, enters: str, decides: str
) -> None:
    boss = User.objects.get(username="boss")
    dora = User.objects.create_user("dora", superior=boss)
    grant_role(team.carl, "admin", actor=None)
    absent(team, actor=User.objects.get(username=enters), person=dora)
    User.objects.filter(pk=team.carl.pk).update(superior=dora)
    carl, later = User.objects.get(pk=team.carl.pk), MONDAY + timedelta(days=30)
    leave = team.ask(actor=carl, first_day=later, last_day=later, deputy=team.anna, at=DURING)
    assert leave.request is not None
    assert [row.person.username for row in leave.request.deciders.all()] == [decides]
    if decides != "bert":
        with pytest.raises(NotAllowed, match=r"named you deputy|代理人"):
            decide_approval(leave.request, actor=team.bert, agree=True, at=DURING)
    decide_approval(leave.request, actor=User.objects.get(username=decides), agree=True, at=DURING)


def test_a_year_too_far_ahead_is_asked_about(team: Team) -> None:
    with pytest.raises(Refused) as refused:
        absent(team, first_day=date(2100, 12, 31), last_day=date(2100, 12, 31))
    assert refused.value.field == "last_day"
