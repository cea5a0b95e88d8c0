"""Asking: what is asked, who is asked, and when nobody is left."""

from __future__ import annotations

import pytest
from django.apps import apps

from accounts.public import User
from governance.approvals.models import ApprovalRequest
from governance.approvals.rules import ApprovalKind, Responsible, register_approval_kind
from governance.approvals.services import ask_approval
from governance.approvals.tests.conftest import NOW, Office
from governance.deadlines.models import Deadline
from governance.ledger.models import LedgerEntry
from governance.notices.models import Notice
from governance.particulars.rules import Particular
from governance.policies.models import Policy
from governance.refusals.exceptions import NotAllowed, NoteRequired, Refused, WrongState


def deciders(request: ApprovalRequest) -> list[str]:
    return list(request.deciders.values_list("person__username", flat=True))


def test_the_superior_is_told_and_a_clock_runs(office: Office) -> None:
    request = office.ask()
    assert deciders(request) == ["chief"]
    assert Notice.objects.get(template="approval.to_decide").recipient == office.chief
    clock = Deadline.objects.get(kind="approval_request", object_id=request.pk)
    assert (clock.owner, clock.due_at) == (office.chief, request.due_at)
    assert LedgerEntry.objects.get(event="approval.asked").payload == {"kind": "try_one", "fields": []}


def test_the_one_who_gains_is_never_asked_and_the_next_above_is(office: Office) -> None:
    assert deciders(office.ask(beneficiary=office.chief)) == ["boss"]
    assert deciders(ask_approval("try_one", actor=office.chief, reason="x", at=NOW)) == ["boss"]


def test_two_people_are_looked_for_upward(office: Office) -> None:
    assert deciders(office.ask("try_two")) == ["chief", "boss"]


def test_somebody_who_left_is_passed_over(office: Office) -> None:
    User.objects.filter(pk=office.chief.pk).update(is_active=False)
    assert deciders(office.ask()) == ["boss"]


def test_nobody_left_is_refused_with_what_to_do(office: Office) -> None:
    with pytest.raises(NotAllowed, match=r"administrator|管理员"):
        ask_approval("try_one", actor=office.boss, reason="x", at=NOW)
    with pytest.raises(NotAllowed, match="boss"):
        ask_approval("try_two", actor=office.chief, reason="x", at=NOW)
    assert not ApprovalRequest.objects.exists()


def test_rules_are_tried_in_their_order(office: Office) -> None:
    book = Policy.objects.create(code="book", letter="B", name_zh="制度", name_en="Rule book")
    post = apps.get_model("accounts", "Post").objects.create(policy=book, code="controller", listed_at=NOW)
    apps.get_model("accounts", "PostHolding").objects.create(
        post=post, person=office.other, starts_on=NOW.date(), appointed_by=office.boss, appointed_at=NOW
    )
    office.unit.head = office.colleague
    office.unit.save()
    chain = (Responsible("post", "nobody"), Responsible("post", "controller"), Responsible("head"))
    register_approval_kind(ApprovalKind("try_chain", "Chain", chain))
    assert deciders(office.ask("try_chain")) == ["other"]
    assert deciders(office.ask("try_chain", beneficiary=office.other)) == ["colleague"]


def test_particulars_are_kept_as_their_types_and_the_named_person_gains(office: Office) -> None:
    request = office.ask("try_fields", payload={"whom": office.colleague, "amount": "12.50", "day": NOW.date()})
    assert request.payload == {"whom": office.colleague.pk, "amount": "12.50", "day": "2026-06-03"}
    assert request.beneficiary == office.colleague


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({"amount": 1}, "whom"),
        ({"whom": 0, "amount": 1}, "whom"),
        ({"amount": "NaN"}, "whom"),
        ({"amount": "many"}, "amount"),
        ({"amount": 1, "size": "xxl"}, "size"),
        ({"amount": 1, "day": "soon"}, "day"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(office: Office, payload: dict[str, object], field: str) -> None:
    whole = payload if field == "whom" else {"whom": office.colleague, **payload}
    with pytest.raises(Refused) as refused:
        office.ask("try_fields", payload=whole)
    assert refused.value.field == field


def test_a_field_that_the_kind_does_not_have_is_a_mistake(office: Office) -> None:
    with pytest.raises(KeyError):
        office.ask(payload={"password": "x"})


def test_a_reason_is_needed(office: Office) -> None:
    with pytest.raises(NoteRequired):
        office.ask(reason="  ")


def test_the_same_is_not_asked_twice_while_it_waits(office: Office) -> None:
    office.ask(target=office.unit)
    with pytest.raises(WrongState):
        office.ask(target=office.unit)


def test_a_right_to_ask_is_asked_for(office: Office) -> None:
    register_approval_kind(
        ApprovalKind("try_right", "Right", (Responsible("superior"),), ask_right="governance.operate")
    )
    with pytest.raises(NotAllowed):
        office.ask("try_right")


@pytest.mark.parametrize(
    "wrong",
    [
        {"deciders": ()},
        {"deciders": (Responsible("dice"),)},
        {"people": 3},
        {"gains": "nobody_known"},
        {"fields": (Particular("reason", "Reason"),)},
        {"fields": (Particular("a", "A", "colour"),)},
    ],
)
def test_a_kind_that_makes_no_sense_is_refused_when_written(wrong: dict[str, object]) -> None:
    values: dict[str, object] = {"deciders": (Responsible("superior"),), **wrong}
    with pytest.raises(ValueError, match="wrong"):
        ApprovalKind("wrong", "Wrong", **values)  # type: ignore[arg-type]
