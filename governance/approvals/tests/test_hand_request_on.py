"""Whoever asked has left: who may take the request over, and who stays barred from deciding it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.public import User
from governance.approvals.models import ApprovalRequest
from governance.approvals.people import why_not
from governance.approvals.services import decide_approval, hand_request_on
from governance.approvals.tests.conftest import NOW, Office
from governance.deputies.services import name_deputy
from governance.ledger.services import record
from governance.refusals.exceptions import NotAllowed, Refused

LATER = NOW + timedelta(hours=3)


def stand_in(person: User, deputy: User) -> None:
    """From an hour after it was asked, for an hour."""
    begins, ends = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    name_deputy(person, deputy, begins_at=begins, ends_at=ends, kind="leave", object_id=1)


def refused_to(office: Office, request: ApprovalRequest, to: User) -> bool:
    with pytest.raises(Refused):
        hand_request_on(request, to, actor=None, at=LATER)
    request.refresh_from_db()
    return request.asked_by == office.asker


def test_not_to_whoever_decided_on_it(office: Office) -> None:
    request = office.ask("try_two")
    decide_approval(request, actor=office.chief, agree=True, at=LATER)
    assert refused_to(office, request, office.chief)


def test_not_to_somebody_in_whose_place_it_was_decided(office: Office) -> None:
    request = office.ask("try_two")
    stand_in(office.chief, office.other)
    decide_approval(request, actor=office.other, agree=True, at=NOW + timedelta(minutes=90))
    assert request.decisions.get().acting_for == office.chief
    assert refused_to(office, request, office.chief)


def test_not_to_somebody_whose_deputy_decided_on_it(office: Office) -> None:
    request = office.ask("try_two")
    stand_in(office.colleague, office.chief)
    decide_approval(request, actor=office.chief, agree=True, at=LATER)
    assert refused_to(office, request, office.colleague)


def test_whoever_asked_before_stays_barred_from_deciding(office: Office) -> None:
    request = office.ask(actor=office.chief, beneficiary=office.other)
    handed = hand_request_on(request, office.colleague, actor=None, at=LATER)
    assert (handed.asked_by, handed.asked_before_by) == (office.colleague, [office.chief.pk])
    assert list(handed.deciders.values_list("person__username", flat=True)) == ["boss"]
    assert why_not(handed, office.chief, LATER) is not None


def test_whoever_made_the_login_of_somebody_who_asked_before_stays_barred(office: Office) -> None:
    fresh = User.objects.create_user("fresh", superior=office.chief, date_joined=NOW)
    record("person.created", actor=office.chief, kind="user", object_id=fresh.pk, at=NOW)
    handed = hand_request_on(office.ask(actor=fresh, beneficiary=office.other), office.colleague, actor=None, at=LATER)
    assert handed.asked_before_by == [fresh.pk]
    assert list(handed.deciders.values_list("person__username", flat=True)) == ["boss"]
    with pytest.raises(NotAllowed, match="boss"):
        decide_approval(handed, actor=office.chief, agree=True, at=LATER)
