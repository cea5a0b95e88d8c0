"""The pages of leave."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.leave.models import Leave
from accounts.leave.tests.conftest import DAY, Team
from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_page(client: Client) -> Any:
    def login(user: User) -> Client:
        client.force_login(user)
        return client

    return login


def days(team: Team) -> dict[str, Any]:
    first = timezone.localdate() + 9 * DAY
    return {"first_day": first, "last_day": first + DAY, "deputy": team.bert.pk, "reason": "年假"}


def test_asked_on_the_page_decided_on_the_page_and_seen_by_those_concerned(team: Team, at_page: Any) -> None:
    answer = at_page(team.anna).post("/requests/ask/leave/", days(team))
    leave = Leave.objects.get()
    assert answer.status_code == 302
    assert leave.request is not None
    at_page(team.chief).post(f"/requests/{leave.request_id}/move/", {"move": "agree", "version": 0})
    leave.refresh_from_db()
    assert leave.status == "approved"
    for user, tab in ((team.anna, "mine"), (team.bert, "deputy"), (team.chief, "people")):
        assert str(leave) in at_page(user).get(f"/leave/?tab={tab}").content.decode()
        assert at_page(user).get(f"/leave/{leave.pk}/").status_code == 200
        assert "年假" in at_page(user).get(f"/leave/{leave.pk}/").content.decode()
    assert at_page(team.carl).get(f"/leave/{leave.pk}/").status_code == 404
    person = at_page(team.carl).get(f"/people/{team.anna.pk}/").content.decode()
    assert (str(leave) in person, "年假" in person) == (True, False)


def test_withdrawn_on_the_page_by_the_person_alone(team: Team, at_page: Any) -> None:
    at_page(team.anna).post("/requests/ask/leave/", days(team))
    leave = Leave.objects.get()
    assert at_page(team.chief).post(f"/leave/{leave.pk}/move/", {"move": "withdraw"}).status_code == 403
    at_page(team.anna).post(f"/leave/{leave.pk}/move/", {"move": "approve"})
    at_page(team.anna).post(f"/leave/{leave.pk}/move/", {"move": "withdraw", "version": leave.lock_version})
    leave.refresh_from_db()
    assert leave.status == "withdrawn"


def test_an_absence_is_entered_on_the_page_by_the_superior(team: Team, at_page: Any) -> None:
    address = f"/people/{team.anna.pk}/absence/"
    today = timezone.localdate()
    values = {"first_day": today, "last_day": today, "deputy": "", "reason": "没来"}
    assert at_page(team.bert).post(address, values).status_code == 403
    assert at_page(team.chief).get(address).status_code == 200
    assert at_page(team.chief).post(address, values).status_code == 302
    assert Leave.objects.get().status == "unapproved"
