"""When somebody who answers leaves, messages, tickets, complaints and shifts go to those who may have them."""

from __future__ import annotations

from datetime import time

import pytest

from accounts.public import leave_company
from governance.public import Deadline, Refused, grant_role
from interactions.complaints.services import receive_complaint
from interactions.conftest import MONDAY, Company
from interactions.inbox.services import take_message
from interactions.rota.models import RotaShift
from interactions.rota.services import add_shift
from interactions.tickets.services import open_ticket


def test_messages_complaints_and_shifts_of_an_agent_go_to_colleagues_with_their_clocks(company: Company) -> None:
    message = take_message(company.message(), actor=company.agent, at=MONDAY)
    complaint = receive_complaint(company.account, title="投诉", description="发错货", actor=company.agent, at=MONDAY)
    for begins, ends in ((9, 12), (13, 18)):
        add_shift(
            company.account, weekday=0, begins=time(begins), ends=time(ends), person=company.agent,
            actor=company.agent,
        )  # fmt: skip
    add_shift(company.account, weekday=0, begins=time(9), ends=time(12), person=company.colleague, actor=company.agent)
    colleague = company.colleague
    leave_company(
        company.agent, actor=None, at=MONDAY,
        choices={
            f"message-{company.account.pk}": colleague.pk, f"shift-{company.account.pk}": colleague.pk,
            f"complaint-{complaint.pk}": colleague.pk,
        },
    )  # fmt: skip
    message.refresh_from_db()
    complaint.refresh_from_db()
    assert (message.owner, complaint.owner, complaint.superior) == (colleague, colleague, company.supervisor)
    assert sorted(RotaShift.objects.values_list("begins", "person__username")) == [
        (time(9), "colleague"), (time(13), "colleague")
    ]  # fmt: skip
    assert not Deadline.objects.open().filter(owner=company.agent).exists()
    report = Deadline.objects.open().get(kind="complaint", purpose="complaint_report")
    assert report.owner == company.supervisor


def test_a_complaint_is_not_handed_to_the_superior_to_whom_it_was_reported(company: Company) -> None:
    complaint = receive_complaint(company.account, title="投诉", description="发错货", actor=company.agent, at=MONDAY)
    with pytest.raises(Refused):
        leave_company(
            company.agent, actor=None, at=MONDAY, choices={f"complaint-{complaint.pk}": company.supervisor.pk}
        )
    leave_company(company.agent, actor=None, at=MONDAY)
    complaint.refresh_from_db()
    assert complaint.owner == company.colleague


def test_reports_and_tickets_of_a_superior_go_on(company: Company) -> None:
    complaint = receive_complaint(company.account, title="投诉", description="发错货", actor=company.agent, at=MONDAY)
    assert company.supervisor.superior is not None
    for role in ("legal", "manager"):
        grant_role(company.supervisor.superior, role, accounts=[company.account], actor=None)
    leave_company(company.supervisor, actor=None, at=MONDAY)
    complaint.refresh_from_db()
    assert complaint.superior.username == "boss"
    ticket = open_ticket(
        company.account, company.product, title="尺码", problem="尺码表不对", actor=company.agent, at=MONDAY
    )
    with pytest.raises(Refused):
        leave_company(company.head, actor=None, at=MONDAY)
    type(company.head).objects.create_user("deputy_head", department=company.product)
    leave_company(company.head, actor=None, at=MONDAY)
    ticket.refresh_from_db()
    assert ticket.owner.username == "deputy_head"
