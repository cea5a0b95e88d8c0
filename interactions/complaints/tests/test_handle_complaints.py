"""Every step of a complaint is required; the superior confirms; harm is made good (R-065, R-066, R-067)."""

from datetime import timedelta

import pytest

from governance.public import Deadline, Denial, NoteRequired, Refused, WrongState, unread_count
from interactions.complaints.models import Complaint
from interactions.complaints.services import (
    accept_complaint,
    approve_remedy,
    carry_out_remedy,
    close_complaint,
    confirm_report,
    decide_remedy,
    investigate_complaint,
    receive_complaint,
    reopen_complaint,
    solve_complaint,
    tell_complainant,
)
from interactions.conftest import MONDAY, Company
from interactions.inbox.replying import reply_message

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=2)


def received(company: Company, **rest: object) -> Complaint:
    values = {"title": "质量问题", "description": "收到破损", "actor": company.agent, "at": MONDAY, **rest}
    return receive_complaint(company.account, **values)  # type: ignore[arg-type]


def told(company: Company, *, harm: bool = False, **rest: object) -> Complaint:
    row = received(company, **rest)
    row = accept_complaint(row, actor=company.agent, at=LATER)
    row = investigate_complaint(row, "包装不当", harm_confirmed=harm, actor=company.agent, at=LATER)
    row = solve_complaint(row, "换货", actor=company.agent, at=LATER)
    return tell_complainant(row, "我们为您换货", actor=company.agent, at=LATER)


def test_a_complaint_starts_three_clocks_and_tells_the_superior(company: Company) -> None:
    row = received(company)
    clocks = {clock.purpose: clock for clock in Deadline.objects.filter(kind="complaint", object_id=row.pk)}
    assert clocks["complaint_ack"].due_at == MONDAY + timedelta(hours=24)
    assert clocks["complaint"].due_at == row.due_at == MONDAY + timedelta(days=7)
    assert clocks["complaint_report"].owner == row.superior == company.supervisor
    assert unread_count(company.supervisor) == 1


def test_a_complaint_from_a_message_runs_from_the_message_and_once_only(company: Company) -> None:
    message = company.message("我要投诉")
    row = received(company, message=message, at=LATER)
    assert row.received_at == message.posted_at
    with pytest.raises(Refused):
        received(company, message=message, at=LATER)


def test_no_step_can_be_skipped_or_left_empty(company: Company) -> None:
    row = received(company)
    with pytest.raises(WrongState):
        solve_complaint(row, "换货", actor=company.agent, at=LATER)
    row = accept_complaint(row, actor=company.agent, at=LATER)
    with pytest.raises(Refused):
        investigate_complaint(row, "  ", harm_confirmed=False, actor=company.agent, at=LATER)
    with pytest.raises(WrongState):
        close_complaint(row, actor=company.agent, at=LATER)
    assert Deadline.objects.get(purpose="complaint_ack").state == "met"


def test_it_closes_only_with_the_superiors_receipt(company: Company) -> None:
    row = told(company)
    with pytest.raises(Refused):
        close_complaint(row, actor=company.agent, at=LATER)
    with pytest.raises(Refused):
        confirm_report(row, actor=company.agent, at=LATER)
    confirm_report(row, actor=company.supervisor, at=LATER)
    with pytest.raises(Refused):
        confirm_report(row, actor=company.supervisor, at=LATER)
    close_complaint(row, actor=company.agent, at=LATER)
    states = dict(Deadline.objects.filter(kind="complaint").values_list("purpose", "state"))
    assert set(states.values()) == {"met"}


def test_harm_is_made_good_with_somebody_elses_approval_before_it_closes(company: Company) -> None:
    row = told(company, harm=True)
    confirm_report(row, actor=company.supervisor, at=LATER)
    with pytest.raises(Refused):
        close_complaint(row, actor=company.agent, at=LATER)
    with pytest.raises(Refused):
        approve_remedy(row, actor=company.supervisor, at=LATER)
    decide_remedy(row, "compensation", "退款并赔偿二十元", actor=company.supervisor, at=LATER)
    with pytest.raises(Refused):
        approve_remedy(row, actor=company.supervisor, at=LATER)
    decide_remedy(row, "compensation", "退款并赔偿二十元", actor=company.agent, at=LATER)
    with pytest.raises(Denial):
        approve_remedy(row, actor=company.agent, at=LATER)
    with pytest.raises(Refused):
        carry_out_remedy(row, "转账单号 1", actor=company.agent, at=LATER)
    approve_remedy(row, actor=company.supervisor, at=LATER)
    carry_out_remedy(row, "转账单号 1", actor=company.agent, at=LATER)
    close_complaint(row, actor=company.agent, at=LATER)
    row.refresh_from_db()
    assert (row.status, row.remedy_approved_by) == ("closed", company.supervisor)


def test_a_remedy_without_harm_is_refused(company: Company) -> None:
    with pytest.raises(Refused):
        decide_remedy(told(company), "apology", "抱歉", actor=company.agent, at=LATER)


def test_the_message_behind_it_is_answered_first(company: Company) -> None:
    message = company.message("我要投诉")
    row = told(company, message=message)
    confirm_report(row, actor=company.supervisor, at=LATER)
    with pytest.raises(Refused):
        close_complaint(row, actor=company.agent, at=LATER)
    reply_message(message, "非常抱歉，已为您换货。", actor=company.agent, at=LATER)
    close_complaint(row, actor=company.agent, at=LATER)


def test_opening_again_wants_a_reason_and_starts_a_new_clock(company: Company) -> None:
    row = told(company)
    confirm_report(row, actor=company.supervisor, at=LATER)
    row = close_complaint(row, actor=company.agent, at=LATER)
    with pytest.raises(NoteRequired):
        reopen_complaint(row, note="", actor=company.agent, at=LATER)
    row = reopen_complaint(row, note="用户不满意", actor=company.agent, at=LATER)
    assert (row.status, row.told_at, row.closed_at) == ("accepted", None, None)
    assert Deadline.objects.running().get(purpose="complaint").due_at == row.due_at


def test_nobody_else_registers_or_handles_complaints(company: Company) -> None:
    for person in (company.stranger, company.auditor, company.head):
        with pytest.raises(Denial):
            received(company, actor=person)
        with pytest.raises(Refused):
            accept_complaint(received(company), actor=person, at=LATER)


def test_whoever_was_reported_to_does_not_handle_it(company: Company) -> None:
    with pytest.raises(Refused):
        accept_complaint(received(company), actor=company.supervisor, at=LATER)


def test_without_anybody_above_the_report_goes_to_who_approves_remedies(company: Company) -> None:
    row = received(company, actor=company.supervisor)
    assert row.superior != company.supervisor
