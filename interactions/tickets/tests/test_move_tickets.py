"""Tickets go to a department, come back with a result, close once the user was told (R-063, D-6.2.1b, D-6.2.2)."""

from datetime import timedelta

import pytest

from accounts.public import Department
from governance.public import Deadline, Denial, NoteRequired, Refused, WrongState, unread_count
from interactions.conftest import MONDAY, Company
from interactions.inbox.replying import reply_message
from interactions.tickets.models import Ticket
from interactions.tickets.services import close_ticket, hand_ticket_on, open_ticket, resolve_ticket, return_ticket

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=2)


def opened(company: Company, **rest: object) -> Ticket:
    values = {"title": "缺货", "problem": "何时到货？", "actor": company.agent, "at": MONDAY, **rest}
    return open_ticket(company.account, company.product, **values)  # type: ignore[arg-type]


def test_a_ticket_belongs_to_the_head_and_is_due_in_two_working_days(company: Company) -> None:
    ticket = opened(company)
    deadline = Deadline.objects.get(kind="ticket", object_id=ticket.pk)
    assert (ticket.owner, deadline.owner) == (company.head, company.head)
    assert ticket.due_at == deadline.due_at == MONDAY + timedelta(days=2)
    assert unread_count(company.head) == 1


def test_a_suggestion_has_ten_working_days(company: Company) -> None:
    assert opened(company, subject="suggestion").due_at == MONDAY + timedelta(days=14)


def test_a_department_without_a_head_cannot_be_asked(company: Company) -> None:
    empty = Department.objects.create(code="empty", name_zh="空部门", name_en="Empty")
    with pytest.raises(Refused) as refusal:
        open_ticket(company.account, empty, title="x", problem="y", actor=company.agent, at=MONDAY)
    assert refusal.value.field == "department"


def test_only_the_department_gives_the_result(company: Company) -> None:
    ticket = opened(company)
    with pytest.raises(Refused):
        resolve_ticket(ticket, "好了", actor=company.agent, at=LATER)
    with pytest.raises(Refused):
        resolve_ticket(ticket, "  ", actor=company.head, at=LATER)
    resolve_ticket(ticket, "周五到货", actor=company.head, at=LATER)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.resolved_by) == ("resolved", company.head)
    assert Deadline.objects.get(kind="ticket", object_id=ticket.pk).state == "met"
    assert unread_count(company.agent) == 1


def test_it_closes_only_after_the_user_was_told_the_result(company: Company) -> None:
    message = company.message()
    reply_message(message, "我们去问一下", actor=company.agent, at=MONDAY)
    ticket = opened(company, message=message)
    with pytest.raises(WrongState):
        close_ticket(ticket, actor=company.agent, at=LATER)
    resolve_ticket(ticket, "周五到货", actor=company.head, at=LATER)
    with pytest.raises(Refused):
        close_ticket(ticket, actor=company.agent, at=LATER)
    reply_message(message, "周五到货", actor=company.agent, at=LATER + timedelta(minutes=5))
    close_ticket(ticket, actor=company.agent, at=LATER + timedelta(minutes=6))
    ticket.refresh_from_db()
    assert ticket.status == "closed"


def test_sending_back_wants_a_reason_and_starts_a_new_clock(company: Company) -> None:
    ticket = opened(company)
    resolve_ticket(ticket, "不知道", actor=company.head, at=LATER)
    with pytest.raises(NoteRequired):
        return_ticket(ticket, note=" ", actor=company.agent, at=LATER)
    ticket = return_ticket(ticket, note="请给出日期", actor=company.agent, at=LATER)
    running = Deadline.objects.running().get(kind="ticket", object_id=ticket.pk)
    assert (ticket.status, ticket.return_note, running.started_at) == ("open", "请给出日期", LATER)
    assert ticket.due_at == running.due_at


def test_it_is_handed_on_within_the_department_only(company: Company) -> None:
    ticket = opened(company)
    with pytest.raises(Refused):
        hand_ticket_on(ticket, company.agent, actor=company.head, at=LATER)
    type(company.stranger).objects.filter(pk=company.stranger.pk).update(department=company.product)
    company.stranger.refresh_from_db()
    ticket = hand_ticket_on(ticket, company.stranger, actor=company.head, at=LATER)
    assert ticket.owner == company.stranger
    assert Deadline.objects.running().get(kind="ticket").owner == company.stranger


def test_who_may_not_answer_opens_no_ticket(company: Company) -> None:
    for person in (company.stranger, company.auditor, company.head):
        with pytest.raises(Denial):
            opened(company, actor=person)


def test_a_department_sees_its_tickets_without_seeing_the_account(company: Company) -> None:
    ticket = opened(company)
    assert ticket in Ticket.objects.visible_to(company.head)
    assert ticket in Ticket.objects.visible_to(company.auditor)
    assert ticket not in Ticket.objects.visible_to(company.stranger)
