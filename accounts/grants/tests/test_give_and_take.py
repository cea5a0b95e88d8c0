"""Roles take effect with the yes and exactly as asked; they are taken at once, and the person is told why."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.grants.services import give_role, take_role
from accounts.grants.sweeping import sweep_grants
from accounts.grants.tests.conftest import DAY, HOUR, NOW, Company, fresh
from accounts.models import User
from governance.notices.models import Notice
from governance.public import (
    Deadline,
    Denial,
    Grant,
    LedgerEntry,
    NotAllowed,
    NoteRequired,
    Refused,
    WrongState,
    can,
    decide_approval,
    grant_role,
    name_deputy,
    sweep,
)


def test_the_yes_gives_the_role_and_names_its_request(company: Company) -> None:
    request = company.ask()
    assert not can(fresh(company.lin), "accounts.draft", company.account)
    company.agree(request)
    assert can(fresh(company.lin), "accounts.draft", company.account)
    entry = LedgerEntry.objects.get(event="role.granted", object_id=company.lin.pk)
    assert (entry.actor, entry.account) == (company.head, company.account)
    assert entry.payload == {"role": "author", "request": request.pk}
    grant = Grant.objects.get(person=company.lin)
    assert (grant.request, grant.begun_by, grant.begins_at) == (request, company.head, NOW)
    assert Notice.objects.get(recipient=company.lin, template="role.given").params["who"] == "Head"


def test_the_notice_names_the_account_in_the_language_of_its_reader(company: Company, client: Client) -> None:
    company.agree(company.ask())
    client.force_login(company.lin)
    for language, name in (("zh-hans", company.account.name_zh), ("en", company.account.name_en)):
        User.objects.filter(pk=company.lin.pk).update(language=language)
        text = client.get("/notices/").content.decode()
        assert name in text
        assert company.account.handle not in text


def test_a_no_gives_nothing(company: Company) -> None:
    request = company.ask()
    decide_approval(request, actor=company.head, agree=False, note="Not yet", at=NOW)
    assert not Grant.objects.filter(person=company.lin).exists()


@pytest.mark.parametrize("who", ["lin", "admin", "outsider"])
def test_the_beneficiary_the_asker_and_a_stranger_are_refused(company: Company, who: str) -> None:
    request = company.ask()
    actor: User = getattr(company, who)
    User.objects.filter(pk=actor.pk).update(is_superuser=True)
    with pytest.raises(NotAllowed):
        company.agree(request, fresh(actor))
    assert not Grant.objects.filter(person=company.lin).exists()


def test_a_deputy_of_the_beneficiary_does_not_agree(company: Company) -> None:
    request = company.ask()
    name_deputy(company.lin, company.head, begins_at=NOW - HOUR, ends_at=NOW + DAY, kind="leave", object_id=1)
    with pytest.raises(NotAllowed):
        company.agree(request, company.head)


def test_no_service_gives_without_an_agreed_request_for_this_person(company: Company) -> None:
    waiting, other = company.ask(), company.given(company.wang)
    for request in (None, waiting, other):
        with pytest.raises(NotAllowed):
            give_role(company.lin, "author", accounts=[company.account], actor=company.head, request=request, at=NOW)
    with pytest.raises(NotAllowed):
        give_role(company.wang, "legal", actor=company.admin, request=other, at=NOW)
    assert not Grant.objects.filter(person=company.lin).exists()


def test_another_end_is_a_new_grant_that_replaces(company: Company) -> None:
    company.given()
    second = company.given(until=NOW + 30 * DAY, at=NOW + HOUR)
    old, new = Grant.objects.filter(person=company.lin).order_by("pk")
    assert (old.ended_because, old.ended_at) == ("replaced", NOW + HOUR)
    assert (new.request, new.expires_at) == (second, NOW + 30 * DAY)


def test_an_end_that_passed_while_it_waited_takes_the_yes_back(company: Company) -> None:
    request = company.ask(until=NOW + HOUR)
    with pytest.raises(WrongState):
        company.agree(request, at=NOW + 2 * HOUR)
    request.refresh_from_db()
    assert request.status == "waiting"


def test_holder_and_approver_are_told_ahead_and_the_end_comes_by_itself(company: Company) -> None:
    company.given(until=NOW + 30 * DAY)
    grant = Grant.objects.get(person=company.lin)
    assert Deadline.objects.get(kind="grant", object_id=grant.pk).due_at == grant.expires_at
    for _again in range(2):
        sweep(NOW + 24 * DAY)
    told = Notice.objects.filter(template="role.expiring").values_list("recipient", flat=True)
    assert set(told) == {company.lin.pk, company.head.pk}
    for _again in range(2):
        sweep(NOW + 30 * DAY + timedelta(minutes=3))
    grant.refresh_from_db()
    assert (grant.ended_because, grant.ended_at) == ("expired", NOW + 30 * DAY)
    assert Deadline.objects.get(kind="grant").state == "met"
    assert Notice.objects.filter(recipient=company.lin, template="role.expired").count() == 1


def test_the_clock_of_a_role_that_was_taken_stops(company: Company) -> None:
    company.given(until=NOW + 30 * DAY)
    take_role(company.lin, "author", actor=company.admin, reason="Moved", at=NOW + DAY)
    sweep(NOW + DAY)
    assert Deadline.objects.get(kind="grant").state == "cancelled"


@pytest.mark.parametrize("who", ["admin", "head"])
def test_who_is_responsible_takes_at_once_with_a_reason(company: Company, who: str) -> None:
    company.given()
    with pytest.raises(NoteRequired):
        take_role(company.lin, "author", actor=getattr(company, who), reason=" ", at=NOW + DAY)
    take_role(company.lin, "author", actor=getattr(company, who), reason="Moved to sales", at=NOW + DAY)
    assert not can(fresh(company.lin), "accounts.draft", company.account)
    grant = Grant.objects.get(person=company.lin)
    assert (grant.ended_by, grant.ended_note) == (getattr(company, who), "Moved to sales")
    entry = LedgerEntry.objects.get(event="role.revoked")
    assert "Moved" not in str(entry.payload)
    assert Notice.objects.get(template="role.taken").params["reason"] == "Moved to sales"


def test_whoever_manages_the_account_takes_there_and_nowhere_else(company: Company) -> None:
    company.given()
    grant_role(company.wang, "manager", accounts=[company.account], actor=None)
    grant_role(company.lin, "legal", actor=None)
    with pytest.raises(Denial):
        take_role(company.lin, "legal", actor=fresh(company.wang), reason="No")
    take_role(company.lin, "author", accounts=[company.account], actor=fresh(company.wang), reason="No posts")
    assert not Grant.objects.current().filter(person=company.lin, role="author").exists()


def test_nobody_takes_ones_own_and_strangers_take_nothing(company: Company) -> None:
    company.given()
    with pytest.raises(NotAllowed):
        take_role(company.admin, "admin", actor=company.admin, reason="Tired")
    with pytest.raises(Denial):
        take_role(company.lin, "author", actor=company.outsider, reason="Envy")
    assert can(fresh(company.lin), "accounts.draft", company.account)


def test_the_last_who_manages_people_keeps_the_role(company: Company) -> None:
    take_role(company.second_admin, "admin", actor=company.chief, reason="One is enough")
    with pytest.raises(Refused, match="only person"):
        take_role(company.admin, "admin", actor=company.chief, reason="None is enough")


def test_a_role_not_held_is_not_taken(company: Company) -> None:
    with pytest.raises(Refused):
        take_role(company.lin, "author", actor=company.admin, reason="Never had it")


def test_a_closed_login_can_lose_a_role(company: Company) -> None:
    company.given()
    User.objects.filter(pk=company.lin.pk).update(is_active=False)
    take_role(fresh(company.lin), "author", actor=company.admin, reason="Left")
    assert not fresh(company.lin).groups.exists()


def test_what_a_sweep_told_costs_the_next_one_nothing(company: Company) -> None:
    company.given(until=NOW + 30 * DAY)
    sweep_grants(NOW + 24 * DAY)
    with CaptureQueriesContext(connection) as again:
        sweep_grants(NOW + 24 * DAY)
    assert Notice.objects.filter(template="role.expiring").count() == 2
    assert not [query for query in again if "INSERT INTO governance_notice" in query["sql"]]


def test_an_end_that_came_while_another_role_was_given_is_told_too(company: Company) -> None:
    company.given(until=NOW + 30 * DAY)
    company.given(role="publisher", at=NOW + 31 * DAY)
    assert Grant.objects.get(person=company.lin, role="author").ended_because == "expired"
    for _again in range(2):
        sweep_grants(NOW + 31 * DAY)
    assert Notice.objects.filter(recipient=company.lin, template="role.expired").count() == 1
    assert Deadline.objects.get(kind="grant").state == "met"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_person_whose_row_is_held_keeps_no_other_waiting_for_their_end(company: Company) -> None:
    for person in (company.lin, company.wang):
        company.given(person, until=NOW + 30 * DAY)
    assert company.lin.pk < company.wang.pk
    held, seen = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                User.objects.select_for_update().get(pk=company.wang.pk)
                held.set()
                for _moment in range(50):
                    if Grant.objects.get(person=company.lin).ended_at is not None:
                        seen.set()
                        return
                    time.sleep(0.1)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    sweep_grants(NOW + 31 * DAY)
    holder.join(30)
    assert seen.is_set()
