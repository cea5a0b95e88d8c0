"""A governing group has one leader and a member for each unit; R-002 shows what it lacks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.groups.models import GroupSeat
from accounts.groups.services import end_seat, name_member, sweep_groups
from accounts.models import PlatformAccount, User
from accounts.posts.tests.conftest import DAY, NOW
from governance.notices.models import Notice
from governance.public import (
    Denial,
    LedgerEntry,
    NotAllowed,
    NoteRequired,
    Policy,
    Refused,
    WrongState,
    bind_pack,
    grant_role,
    measure_now,
)

pytestmark = pytest.mark.django_db
UNITS = ("marketing", "hr", "legal")


@pytest.fixture
def people(first_rows: None) -> dict[str, User]:
    account = PlatformAccount.objects.create(
        handle="weibo-main", platform="weibo", name_zh="微博号", name_en="Weibo", status="active"
    )
    bind_pack("self_media", account=account, actor=None, at=NOW - 90 * DAY)
    people = {name: User.objects.create_user(name) for name in ("manager", "second", "boss", *UNITS)}
    for name in ("manager", "second"):
        grant_role(people[name], "manager", accounts=[account], actor=None)
    return {name: User.objects.get(pk=user.pk) for name, user in people.items()}


def named(people: dict[str, User], person: str, unit: str, **extra: Any) -> GroupSeat:
    values: dict[str, Any] = {"actor": people["manager"], "person": people[person], "at": NOW, **extra}
    return name_member(Policy.objects.get(code="self_media"), unit=unit, **values)


def status(at: Any = NOW) -> str:
    return measure_now("R-002", at=at, pack="self_media").status


def test_without_a_leader_breached_without_a_unit_at_risk_complete_met_and_back(people: dict[str, User]) -> None:
    assert status() == "breached"
    seats = [named(people, unit, unit) for unit in UNITS]
    assert status() == "breached"
    leader = named(people, "boss", "leader")
    assert status() == "met"
    end_seat(seats[0], actor=people["manager"], reason="Moves", at=NOW)
    assert status() == "at_risk"
    named(people, "marketing", "marketing")
    assert status() == "met"
    end_seat(leader, actor=people["manager"], reason="Retires", at=NOW)
    assert status() == "breached"


def test_a_member_who_left_makes_it_incomplete(people: dict[str, User]) -> None:
    named(people, "boss", "leader", until=(NOW + 60 * DAY).date())
    for unit in UNITS:
        named(people, unit, unit)
    assert (status(), status(NOW + 31 * DAY)) == ("met", "at_risk")
    User.objects.filter(username="hr").update(is_active=False)
    assert status() == "at_risk"


def test_nobody_names_themselves_and_nobody_without_the_right_names(people: dict[str, User]) -> None:
    for actor, refusal in (("manager", NotAllowed), ("hr", Denial)):
        with pytest.raises(refusal):
            named(people, "manager", "leader", actor=people[actor])
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupSeat.objects.create(
            policy=Policy.objects.get(code="self_media"), person=people["boss"], appointed_by=people["boss"],
            starts_on=NOW.date(), appointed_at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "extra", "field"),
    [
        ("leader", {}, "unit"),
        ("warehouse", {}, "unit"),
        ("hr", {"starts_on": (NOW - DAY).date()}, "starts_on"),
        ("hr", {"until": (NOW - DAY).date()}, "until"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(
    people: dict[str, User], unit: str, extra: dict[str, Any], field: str
) -> None:
    named(people, "boss", "leader")
    with pytest.raises(Refused) as refused:
        named(people, "legal", unit, **extra)
    assert refused.value.field == field


def test_the_same_seat_twice_is_refused_and_two_units_are_not(people: dict[str, User]) -> None:
    named(people, "hr", "hr")
    with pytest.raises(Refused):
        named(people, "hr", "hr")
    named(people, "hr", "legal")


def test_a_leader_who_left_makes_room_for_the_next(people: dict[str, User]) -> None:
    named(people, "boss", "leader")
    User.objects.filter(username="boss").update(is_active=False)
    named(people, "legal", "leader")
    assert GroupSeat.objects.open().filter(unit="leader").count() == 1


def test_ended_with_a_reason_and_by_the_last_day(people: dict[str, User]) -> None:
    seat, dated = named(people, "hr", "hr"), named(people, "legal", "legal", until=NOW.date())
    with pytest.raises(NoteRequired):
        end_seat(seat, actor=people["manager"], reason=" ", at=NOW)
    end_seat(seat, actor=None, at=NOW)
    with pytest.raises(WrongState):
        end_seat(seat, actor=people["manager"], reason="Moves", at=NOW)
    assert [sweep_groups(NOW + DAY)["group_seats_ended"] for _ring in range(2)] == [1, 0]
    assert Notice.objects.get(template="group.over").object_id == dated.pk
    assert LedgerEntry.objects.filter(event="group.seat_ended").count() == 2


def test_named_and_ended_on_the_pages(people: dict[str, User], client: Client) -> None:
    client.force_login(people["manager"])
    address = "/posts/groups/self_media/"
    assert client.post(f"{address}name/", {"unit": "leader", "person": people["boss"].pk}).status_code == 302
    assert client.post(f"{address}name/", {"unit": "leader", "person": people["hr"].pk}).status_code == 422
    seat = GroupSeat.objects.get()
    assert client.post(f"/posts/groups/seats/{seat.pk}/end/", {"reason": "Retires"}).status_code == 302
    client.force_login(people["hr"])
    page = client.get(address).content.decode()
    assert ("Retires" in page, f"{address}name/" in page) == (True, False)
    assert client.get("/posts/groups/").status_code == 200
    assert f'href="{address}"' in client.get("/policies/self_media/").content.decode()
