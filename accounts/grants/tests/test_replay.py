"""The register of any day is what a replay of the ledger gives, on the demo company's months; tampering shows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.demo import fill
from accounts.grants.register import compare_register, kept
from accounts.grants.replay import GRANTED, TAKEN, HeldGrant, custody_during, differences, replay
from governance.public import DemoCompany, Grant, LedgerEntry

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
# Gates look at the clock on the wall, so the company's last day is today, as where people start it.
LAST = timezone.localdate()


class _Undo(Exception):
    """Takes the company back."""


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DemoCompany]:
    """The accounts floor of the demo company with its fourteen months: all grants are made there."""
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                call_command("setup", interactive=False, verbosity=0)
                since = (LAST - timedelta(days=425)).replace(day=1)
                company = DemoCompany(since=since, until=LAST, now=timezone.now())
                fill(company)
                yield company
                raise _Undo
        except _Undo:
            pass


def days(company: DemoCompany) -> list[date]:
    """Every month's end, and ten days by dice."""
    span = (company.until - company.since).days
    dice = random.Random(3)
    ends = [day - timedelta(days=1) for day in company.days() if day.day == 1][1:]
    return [*ends, *(company.since + timedelta(days=dice.randrange(span)) for _time in range(10))]


def told() -> list[HeldGrant]:
    return replay(LedgerEntry.objects.filter(event__in=(GRANTED, TAKEN), kind="user"))


@pytest.mark.django_db
def test_the_register_of_every_month_and_of_ten_days_is_what_the_ledger_tells(demo: DemoCompany) -> None:
    ledger = told()
    assert {row.ended_because for row in ledger} >= {"", "expired", "replaced", "revoked"}
    for day in days(demo):
        moment = demo.at(day, 23, 59)
        register = kept(Grant.objects.held_at(moment))
        assert {row.key for row in ledger if row.in_force(moment, moment)} == {row.key for row in register}, day
        assert register
    assert compare_register() == []


@pytest.mark.django_db
def test_a_row_that_was_tampered_with_is_named(demo: DemoCompany) -> None:
    ended = Grant.objects.filter(ended_because="revoked").order_by("pk")[0]
    Grant.objects.filter(pk=ended.pk).update(ended_at=None, ended_because="", ended_by=None)
    found = compare_register()
    assert [(row.grant.person_id, row.fields) for row in found] == [
        (ended.person_id, ("ended_at", "ended_by_id", "ended_because"))
    ]
    Grant.objects.filter(pk=ended.pk).delete()
    Grant.objects.create(person=demo.people["stranger"], role="admin", begins_at=NOW)
    assert sorted(row.missing_in for row in compare_register()) == ["ledger", "register"]


@pytest.mark.django_db
def test_nobody_of_the_demo_holds_a_role_without_a_request_but_the_first_administrator(demo: DemoCompany) -> None:
    without = Grant.objects.filter(request=None)
    assert [(row.person.username, row.role) for row in without] == [("admin", "admin")]
    for grant in Grant.objects.exclude(request=None).select_related("request"):
        assert grant.request is not None
        assert grant.begun_by_id not in (grant.person_id, grant.request.asked_by_id)


def entry(number: int, event: str, at: datetime, **values: object) -> LedgerEntry:
    values = {"object_id": 7, "kind": "user", "payload": {"role": "author"}, **values}
    return LedgerEntry(pk=number, event=event, at=at, **values)


def test_an_end_written_late_counts_from_its_own_moment() -> None:
    ends = (NOW + HOUR).isoformat()
    rows = [
        entry(1, GRANTED, NOW, payload={"role": "author", "expires_at": ends}),
        entry(3, GRANTED, NOW + 2 * HOUR),
        entry(4, TAKEN, NOW + HOUR, payload={"role": "author", "because": "expired"}),
    ]
    first, second = replay(rows)
    assert (first.ended_at, first.ended_because) == (NOW + HOUR, "expired")
    assert second.ended_at is None
    assert not first.in_force(NOW + HOUR, NOW + HOUR)
    assert first.in_force(NOW, NOW + HOUR)


def test_a_role_past_its_end_is_over_though_nobody_wrote_it_down() -> None:
    (only,) = replay([entry(1, GRANTED, NOW, payload={"role": "author", "expires_at": (NOW + HOUR).isoformat()})])
    assert not only.in_force(NOW + 2 * HOUR, NOW + 3 * HOUR)


def test_a_changed_end_is_a_difference() -> None:
    ledger = replay([entry(1, GRANTED, NOW)])
    register = [HeldGrant(7, "author", None, NOW, None, None, NOW + HOUR)]
    (found,) = differences(ledger, register)
    assert found.fields == ("expires_at",)


def test_custody_tells_who_kept_had_and_saw_a_login_that_day() -> None:
    rows = [
        entry(1, "credential.added", NOW, payload={"custodian": 5}),
        entry(2, "credential.taken_out", NOW + HOUR, payload={"checkout": 1, "person": 6, "ground": "share"}),
        entry(3, "credential.revealed", NOW + HOUR, actor_id=6, payload={"reveal": 1, "checkout": 1}),
        entry(4, "credential.returned", NOW + 2 * HOUR, payload={"checkout": 1, "person": 6}),
        entry(5, "credential.handed_over", NOW + 3 * HOUR, payload={"from": 5, "to": 8}),
    ]
    (first,) = custody_during(rows, NOW, NOW + 2 * HOUR)
    assert [use.person_id for use in first.custodians] == [5]
    assert [(use.person_id, use.ground) for use in first.in_hand] == [(6, "share")]
    assert first.seen == [(6, NOW + HOUR)]
    (later,) = custody_during(rows, NOW + 4 * HOUR, NOW + 5 * HOUR)
    assert ([use.person_id for use in later.custodians], later.in_hand, later.seen) == ([8], [], [])


@pytest.mark.parametrize("event", ["credential.retired", "credential.ended"])
def test_nobody_keeps_a_login_that_was_retired_or_ended_with_its_account(event: str) -> None:
    rows = [entry(1, "credential.added", NOW, payload={"custodian": 5}), entry(2, event, NOW + HOUR)]
    assert custody_during(rows, NOW, NOW + HOUR)
    assert custody_during(rows, NOW + HOUR, NOW + 2 * HOUR) == []
