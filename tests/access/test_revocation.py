"""What is taken away, or suspended by a gate, is gone at the very next request of an open session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.custody.models import Credential
from accounts.people.services import reopen_person
from accounts.platforms.tests.factory import pdf
from accounts.public import (
    Incident,
    Leave,
    PlatformAccount,
    Qualification,
    User,
    ask_leave,
    come_back,
    leave_company,
    move_account,
    report_incident,
)
from accounts.verification.models import AccountVerification
from accounts.verification.services import record_verified
from governance.public import Grant, PolicyVersion, decide_approval, grant_role, revoke_role, sign_policy, today
from tests.access.world import World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def home() -> PlatformAccount:
    return PlatformAccount.objects.get(handle="home")


def open_session(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def test_a_right_on_an_account(world: World, home: PlatformAccount) -> None:
    client = open_session(world, "publisher")
    address = reverse("content:publish_kit", args=world.home["approved"])
    assert client.get(address).status_code == 200
    revoke_role(world.people["publisher"], "publisher", accounts=[home], actor=world.people["admin"])
    assert client.get(address).status_code == 404
    assert client.get(reverse("content:media_new")).status_code == 403
    assert client.post(reverse("content:publish_schedule", args=world.home["approved"])).status_code == 404


def test_an_author_keeps_sight_of_what_they_wrote_and_no_more(world: World, home: PlatformAccount) -> None:
    client = open_session(world, "author")
    revoke_role(world.people["author"], "author", accounts=[home], actor=world.people["admin"])
    assert client.get(reverse("content:draft_new")).status_code == 403
    assert client.post(reverse("content:draft_edit", args=world.home["draft"]), {"title": "x"}).status_code == 403
    assert client.get(reverse("content:publication_detail", args=world.home["publication"])).status_code == 404


def test_a_company_wide_role(world: World) -> None:
    client = open_session(world, "auditor")
    assert client.get(reverse("governance:ledger")).status_code == 200
    revoke_role(world.people["auditor"], "auditor", actor=world.people["admin"])
    assert client.get(reverse("governance:ledger")).status_code == 403
    assert client.get(reverse("content:draft_detail", args=world.home["draft"])).status_code == 404


def test_a_disabled_login(world: World) -> None:
    client = open_session(world, "publisher")
    assert client.get(reverse("content:publish_list")).status_code == 200
    leave_company(User.objects.get(pk=world.people["publisher"].pk), actor=world.people["admin"])
    answer = client.get(reverse("content:publish_list"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    answer = client.post(
        reverse("content:publish_record", args=world.home["approved"]), {"url": "https://example.com"}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_a_changed_password_ends_the_other_sessions(world: World) -> None:
    here, there = open_session(world, "agent"), open_session(world, "agent")
    person = User.objects.get(pk=world.people["agent"].pk)
    person.set_password("Another-long-one-7")
    person.save(update_fields=["password"])
    for client in (here, there):
        assert client.get(reverse("governance:today")).status_code == 302


def fresh(world: World, role: str) -> User:
    """The person as a next request sees them."""
    return User.objects.get(pk=world.people[role].pk)


def take_role(world: World, home: PlatformAccount) -> None:
    revoke_role(fresh(world, "publisher"), "publisher", accounts=[home], actor=fresh(world, "admin"))


def give_role(world: World, home: PlatformAccount) -> None:
    grant_role(fresh(world, "publisher"), "publisher", accounts=[home], actor=None)


def end_grant(world: World, home: PlatformAccount) -> None:
    """Its end has passed; no sweep has run yet."""
    now = timezone.now()
    Grant.objects.filter(person=world.people["publisher"]).update(begins_at=now - 2 * DAY, expires_at=now - DAY)


def prolong_grant(world: World, home: PlatformAccount) -> None:
    Grant.objects.filter(person=world.people["publisher"]).update(expires_at=None)


def suspend(world: World, home: PlatformAccount) -> None:
    move_account(home, "suspend", actor=fresh(world, "manager"), note="x")


def resume(world: World, home: PlatformAccount) -> None:
    move_account(home, "resume", actor=fresh(world, "manager"), note="x")


def close(world: World, home: PlatformAccount) -> None:
    PlatformAccount.objects.filter(pk=home.pk).update(status="closed")


def open_again(world: World, home: PlatformAccount) -> None:
    PlatformAccount.objects.filter(pk=home.pk).update(status="active")


def let_go(world: World, home: PlatformAccount) -> None:
    leave_company(fresh(world, "publisher"), actor=fresh(world, "admin"))


def take_back(world: World, home: PlatformAccount) -> None:
    """Reopened with no right; what is given anew holds for a new session."""
    reopen_person(fresh(world, "publisher"), actor=fresh(world, "admin"))
    give_role(world, home)


def leave_unsigned(world: World, home: PlatformAccount) -> None:
    """Long enough in the company for the days of signing to be over."""
    User.objects.filter(pk=world.people["publisher"].pk).update(date_joined=timezone.now() - 900 * DAY)


def sign(world: World, home: PlatformAccount) -> None:
    for version in PolicyVersion.objects.in_force(today(None)).filter(policy__code="douyin"):
        sign_policy(version, actor=fresh(world, "publisher"))


def go_on_leave(world: World, home: PlatformAccount) -> None:
    day = today(None)
    leave = ask_leave(
        actor=fresh(world, "first_reviewer"), first_day=day + 30 * DAY, last_day=day + 31 * DAY,
        deputy=fresh(world, "legal"), reason="x",
    )  # fmt: skip
    assert leave.request is not None
    decide_approval(leave.request, actor=fresh(world, "department_head"), agree=True)
    Leave.objects.filter(pk=leave.pk).update(first_day=day - DAY, begins_at=timezone.now() - DAY)


def return_from_leave(world: World, home: PlatformAccount) -> None:
    leave = Leave.objects.select_related("person").get(person=world.people["first_reviewer"])
    come_back(leave, actor=fresh(world, "first_reviewer"))


def lapse_qualification(world: World, home: PlatformAccount) -> None:
    rows = Qualification.objects.filter(person=world.people["first_reviewer"])
    rows.update(valid_until=timezone.now() - DAY)


def renew_qualification(world: World, home: PlatformAccount) -> None:
    rows = Qualification.objects.filter(person=world.people["first_reviewer"])
    rows.update(valid_until=timezone.now() + DAY)


def lapse_verification(world: World, home: PlatformAccount) -> None:
    manager, day = fresh(world, "manager"), today(None)
    row = AccountVerification.objects.get(account=home)
    record_verified(row, actor=manager, verified_on=day, expires_on=day + DAY, proof=pdf())
    AccountVerification.objects.update(verified_on=day - 9 * DAY, expires_on=day - DAY)


def renew_verification(world: World, home: PlatformAccount) -> None:
    AccountVerification.objects.update(expires_on=today(None) + DAY)


def neglect_login(world: World, home: PlatformAccount) -> None:
    now = timezone.now()
    Credential.objects.create(
        account=home, login="x", kind="password", custodian=world.people["custodian"], created_at=now - 400 * DAY,
        rotated_at=now - 400 * DAY, rotation_due_at=now - 300 * DAY,
    )  # fmt: skip


def change_login(world: World, home: PlatformAccount) -> None:
    Credential.objects.filter(account=home).update(rotation_due_at=timezone.now() + 90 * DAY)


def open_incident(world: World, home: PlatformAccount) -> None:
    Incident.objects.filter(account=home).update(
        status="contained", contained_at=timezone.now(), contained_by=world.people["manager"]
    )
    report_incident(actor=fresh(world, "custodian"), account=home, kind="ban", happened="x")


def contain_incident(world: World, home: PlatformAccount) -> None:
    Incident.objects.filter(account=home).update(
        status="contained", contained_at=timezone.now(), contained_by=world.people["manager"]
    )


class Suspension(NamedTuple):
    """What shuts a door and what opens it again; whose door, and what the shut door answers."""

    shut: Callable[[World, PlatformAccount], None]
    open: Callable[[World, PlatformAccount], None]
    answer: int = 403
    role: str = "publisher"


SUSPENSIONS = {
    "role taken": Suspension(take_role, give_role, 404),
    "grant over": Suspension(end_grant, prolong_grant, 404),
    "account suspended": Suspension(suspend, resume),
    "account closed": Suspension(close, open_again),
    "person left": Suspension(let_go, take_back, 302),
    "rule book unsigned": Suspension(leave_unsigned, sign),
    "on leave": Suspension(go_on_leave, return_from_leave, role="first_reviewer"),
    "qualification lapsed": Suspension(lapse_qualification, renew_qualification, role="first_reviewer"),
    "verification lapsed": Suspension(lapse_verification, renew_verification),
    "login overdue": Suspension(neglect_login, change_login),
    "incident open": Suspension(open_incident, contain_incident),
}
# What each of them does in it: an empty form that gets past the door is answered with its errors.
DOORS: dict[str, tuple[str, str]] = {
    "publisher": ("content:publish_schedule", "approved"),
    "first_reviewer": ("content:review_decide", "slot"),
}
PASSED = 422


@pytest.mark.parametrize("cause", SUSPENSIONS)
def test_the_next_request_is_refused_and_works_again_afterwards(
    world: World, home: PlatformAccount, cause: str
) -> None:
    row = SUSPENSIONS[cause]
    contain_incident(world, home)
    client = open_session(world, row.role)
    name, record = DOORS[row.role]
    address = reverse(name, args=world.home[record])

    def asked() -> Any:
        return client.post(address, {}).status_code

    assert asked() == PASSED
    row.shut(world, home)
    assert asked() == row.answer
    row.open(world, PlatformAccount.objects.get(pk=home.pk))
    if row.answer == 302:
        client.force_login(fresh(world, row.role))
    assert asked() == PASSED
