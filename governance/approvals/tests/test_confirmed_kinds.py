"""A kind may want the password just before a decision; the others keep no moment (R-034)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.approvals import confirming
from governance.approvals.confirming import decisions_confirmed_since
from governance.approvals.models import ApprovalRequest
from governance.approvals.rules import ApprovalKind, Responsible, register_approval_kind
from governance.approvals.services import decide_approval
from governance.approvals.tests.conftest import NOW, Office
from governance.refusals.exceptions import NotAllowed, NoteRequired

AT = NOW + timedelta(hours=1)


@pytest.fixture
def request_signed(office: Office) -> ApprovalRequest:
    register_approval_kind(ApprovalKind("try_signed", "Signed", (Responsible("superior"),), confirmed=True))
    return office.ask("try_signed")


def test_the_password_is_confirmed_in_the_minutes_before(office: Office, request_signed: ApprovalRequest) -> None:
    for moment in (None, AT - timedelta(minutes=6), AT + timedelta(seconds=1)):
        with pytest.raises(NotAllowed):
            decide_approval(request_signed, actor=office.chief, agree=True, reauthenticated_at=moment, at=AT)
    with pytest.raises(NoteRequired):
        decide_approval(request_signed, actor=office.chief, agree=False, reauthenticated_at=AT, at=AT)
    moment = AT - timedelta(minutes=4)
    decide_approval(request_signed, actor=office.chief, agree=True, reauthenticated_at=moment, at=AT)
    assert request_signed.decisions.get().reauthenticated_at == moment


def test_a_kind_that_wants_none_keeps_none(office: Office) -> None:
    request = office.ask()
    decide_approval(request, actor=office.chief, agree=True, reauthenticated_at=AT, at=AT)
    assert request.decisions.get().reauthenticated_at is None


def test_where_nobody_brings_a_way_to_prove_it_nothing_counts_as_confirmed(
    office: Office, request_signed: ApprovalRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "_ways", [])
    with pytest.raises(LookupError):
        decide_approval(request_signed, actor=office.chief, agree=True, reauthenticated_at=AT, at=AT)


def test_the_database_tells_since_when_it_keeps_them(office: Office) -> None:
    assert decisions_confirmed_since() is not None
