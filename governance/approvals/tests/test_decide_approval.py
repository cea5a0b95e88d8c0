"""Deciding: by somebody responsible, once, in time; what follows follows in the same transaction."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.public import User
from governance.approvals.models import ApprovalDecision, ApprovalRequest
from governance.approvals.rules import ApprovalKind, Responsible, register_approval_kind
from governance.approvals.services import (
    approved,
    decide_approval,
    find_deciders_again,
    lapse_requests,
    withdraw_approval,
)
from governance.approvals.tests.conftest import NOW, Office
from governance.deadlines.models import Deadline
from governance.deputies.services import name_deputy
from governance.ledger.models import LedgerEntry
from governance.ledger.services import record
from governance.notices.models import Notice
from governance.refusals.exceptions import NotAllowed, NoteRequired, Refused, StaleVersion, WrongState

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def decide(request: ApprovalRequest, actor: User, agree: bool = True, note: str = "no", **extra) -> ApprovalRequest:
    return decide_approval(request, actor=actor, agree=agree, note=note, at=extra.pop("at", NOW + HOUR), **extra)


def away(person: User, deputy: User, number: int = 1) -> None:
    name_deputy(person, deputy, begins_at=NOW, ends_at=NOW + 9 * DAY, kind="user", object_id=number)


def test_a_yes_ends_the_clock_tells_the_asker_and_has_its_consequence(office: Office) -> None:
    agreed = decide(office.ask(target=office.unit), office.chief)
    assert (agreed.status, agreed.valid_until) == ("agreed", NOW + HOUR + DAY)
    assert office.heard == [("agreed", agreed.pk, office.chief)]
    assert Deadline.objects.get(kind="approval_request").state == "met"
    assert Notice.objects.get(template="approval.agreed").recipient == office.asker
    assert approved("try_one", office.unit, NOW + DAY) == agreed
    assert approved("try_one", office.unit, NOW + 2 * DAY) is None
    assert approved("try_two", office.unit, NOW + DAY) is None


def test_a_no_needs_a_reason_and_has_its_consequence(office: Office) -> None:
    request = office.ask()
    with pytest.raises(NoteRequired):
        decide(request, office.chief, agree=False, note=" ")
    assert decide(request, office.chief, agree=False, note="太贵").status == "refused"
    assert office.heard == [("refused", request.pk, office.chief)]


def test_what_the_room_refuses_takes_the_yes_back(office: Office) -> None:
    def refuse(*_args: object) -> None:
        raise Refused("Too late.")

    register_approval_kind(ApprovalKind("try_late", "Late", (Responsible("superior"),), on_agreed=refuse))
    request = office.ask("try_late")
    with pytest.raises(Refused, match="Too late"):
        decide(request, office.chief)
    request.refresh_from_db()
    assert (request.status, ApprovalDecision.objects.count()) == ("waiting", 0)


def test_nobody_else_decides_not_even_a_superuser_and_the_refusal_names_who(office: Office) -> None:
    root = User.objects.create_superuser("root")
    request = office.ask(beneficiary=office.colleague)
    for nobody in (office.asker, office.colleague, office.other, office.boss, root):
        with pytest.raises(NotAllowed, match="chief"):
            decide(request, nobody)
    assert not ApprovalDecision.objects.exists()


def test_a_superuser_who_asks_does_not_decide(office: Office) -> None:
    User.objects.filter(pk=office.asker.pk).update(is_superuser=True)
    request = office.ask()
    with pytest.raises(NotAllowed):
        decide(request, User.objects.get(pk=office.asker.pk))


def test_the_deputy_decides_in_place_of_the_one_on_leave(office: Office) -> None:
    request = office.ask()
    away(office.chief, office.other)
    with pytest.raises(NotAllowed, match="other"):
        decide(request, office.chief)
    agreed = decide(request, office.other)
    decision = agreed.decisions.get()
    assert (decision.by, decision.acting_for) == (office.other, office.chief)
    assert LedgerEntry.objects.get(event="approval.agreed").payload["acting_for"] == office.chief.pk


def test_the_asker_as_deputy_of_the_superior_does_not_decide_and_the_next_above_does(office: Office) -> None:
    away(office.chief, office.asker)
    request = office.ask()
    assert [row.person for row in request.deciders.all()] == [office.boss]
    with pytest.raises(NotAllowed):
        decide(request, office.asker)
    assert decide(request, office.boss).status == "agreed"


def test_whoever_stood_in_for_the_asker_does_not_decide_even_afterwards(office: Office) -> None:
    away(office.asker, office.chief)
    request = office.ask()
    with pytest.raises(NotAllowed, match="boss"):
        decide(request, office.chief, at=NOW + 10 * DAY)
    assert decide(request, office.boss).status == "agreed"


def test_whoever_stands_in_for_the_one_who_gains_does_not_decide(office: Office) -> None:
    request = office.ask(beneficiary=office.colleague)
    away(office.colleague, office.chief)
    with pytest.raises(NotAllowed):
        decide(request, office.chief)


def test_two_different_people_agree_each_for_their_own_duty(office: Office) -> None:
    request = office.ask("try_two")
    half = decide(request, office.chief)
    assert (half.status, office.heard) == ("waiting", [])
    with pytest.raises(NotAllowed):
        decide(request, office.chief)
    away(office.chief, office.other)
    with pytest.raises(NotAllowed):
        decide(request, office.other)
    assert decide(request, office.boss).status == "agreed"
    assert len(office.heard) == 1


def test_one_no_of_two_refuses(office: Office) -> None:
    request = office.ask("try_two")
    decide(request, office.chief)
    assert decide(request, office.boss, agree=False).status == "refused"


def test_an_old_page_is_refused(office: Office) -> None:
    request = office.ask("try_two")
    decide(request, office.chief, version=0)
    with pytest.raises(StaleVersion):
        decide(request, office.boss, version=0)


def test_what_is_decided_stays_decided(office: Office) -> None:
    request = decide(office.ask(), office.chief)
    with pytest.raises(WrongState):
        decide(request, office.chief, agree=False)
    with pytest.raises(WrongState):
        withdraw_approval(request, actor=office.asker)


def test_only_the_asker_withdraws(office: Office) -> None:
    request = office.ask()
    with pytest.raises(NotAllowed):
        withdraw_approval(request, actor=office.chief, at=NOW)
    assert withdraw_approval(request, actor=office.asker, at=NOW).status == "withdrawn"
    assert office.heard == [("ended", request.pk, office.asker)]
    assert Deadline.objects.get(kind="approval_request").state == "cancelled"


def test_what_nobody_decides_lapses_and_never_to_a_yes(office: Office) -> None:
    request = office.ask(target=office.unit)
    assert lapse_requests(request.lapses_at - HOUR) == 0
    with pytest.raises(WrongState):
        decide(request, office.chief, at=request.lapses_at)
    assert lapse_requests(request.lapses_at) == 1
    assert lapse_requests(request.lapses_at) == 0
    request.refresh_from_db()
    assert (request.status, office.heard) == ("lapsed", [("ended", request.pk, None)])
    assert approved("try_one", office.unit, request.lapses_at) is None
    office.ask(target=office.unit, at=request.lapses_at)


def test_when_a_leave_begins_the_deputy_is_asked_and_when_it_ends_the_person_again(office: Office) -> None:
    request = office.ask()
    name_deputy(office.chief, office.other, begins_at=NOW + HOUR, ends_at=NOW + DAY, kind="user", object_id=1)
    assert find_deciders_again(NOW + HOUR) == 1
    assert find_deciders_again(NOW + HOUR) == 0
    assert list(ApprovalRequest.objects.waiting_for(office.other)) == [request]
    assert not ApprovalRequest.objects.waiting_for(office.chief).exists()
    assert Deadline.objects.get(kind="approval_request").owner == office.other
    assert find_deciders_again(NOW + DAY) == 1
    assert list(ApprovalRequest.objects.waiting_for(office.chief)) == [request]


def test_the_database_refuses_a_decision_on_ones_own_behalf_and_a_change_of_one(office: Office) -> None:
    request = office.ask(beneficiary=office.colleague)
    whole = {"request": request, "asked_by": office.asker, "beneficiary": office.colleague, "verdict": "agree",
             "at": NOW}  # fmt: skip
    for wrong in (
        {"by": office.asker}, {"by": office.colleague}, {"by": office.chief, "acting_for": office.asker},
        {"by": office.chief, "acting_for": office.colleague}, {"by": office.chief, "verdict": "maybe"},
        {"by": office.chief, "verdict": "refuse"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            ApprovalDecision.objects.create(**{**whole, **wrong})
    kept = ApprovalDecision.objects.create(**whole, by=office.chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalDecision.objects.create(**whole, by=office.chief)
    with pytest.raises(DatabaseError), transaction.atomic():
        ApprovalDecision.objects.filter(pk=kept.pk).update(verdict="refuse", note="x")


def test_the_database_refuses_an_unknown_state_and_a_decision_without_time(office: Office) -> None:
    request = office.ask()
    for values in ({"status": "perhaps"}, {"status": "agreed"}, {"decided_at": NOW}, {"valid_until": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApprovalRequest.objects.filter(pk=request.pk).update(**values)


def test_whoever_made_the_login_lately_does_not_decide_for_it(office: Office) -> None:
    made_at, later = NOW - 29 * DAY, NOW + 2 * DAY
    fresh = User.objects.create_user("fresh", superior=office.chief, date_joined=made_at)
    record("person.created", actor=office.chief, kind="user", object_id=fresh.pk, at=made_at)
    waiting = office.ask(actor=fresh)
    with pytest.raises(NotAllowed, match="boss"):
        decide(waiting, office.chief)
    # The days count back from the asking: waiting does not help.
    with pytest.raises(NotAllowed):
        decide(waiting, office.chief, at=later)
    assert decide(waiting, office.boss, at=later).status == "agreed"
    assert decide(office.ask(actor=fresh, at=later), office.chief, at=later).status == "agreed"


def test_nor_for_what_that_login_gains(office: Office) -> None:
    fresh = User.objects.create_user("fresh", superior=office.chief, date_joined=NOW)
    record("person.created", actor=office.chief, kind="user", object_id=fresh.pk, at=NOW)
    with pytest.raises(NotAllowed, match="boss"):
        decide(office.ask(beneficiary=fresh), office.chief)
