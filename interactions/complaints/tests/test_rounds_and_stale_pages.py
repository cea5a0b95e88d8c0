"""Nobody approves words they have not read, harm is not talked away, and an earlier round is never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.public import Deadline, Refused, StaleVersion
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

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=2)


def told(company: Company, row: Complaint | None = None, *, harm: bool = False) -> Complaint:
    """A complaint whose user was told, from the beginning or from its cause on."""
    agent = company.agent
    if row is None:
        row = receive_complaint(company.account, title="质量", description="破损", actor=agent, at=MONDAY)
        row = accept_complaint(row, actor=agent, at=LATER)
    row = investigate_complaint(row, "包装不当", harm_confirmed=harm, actor=agent, at=LATER)
    row = solve_complaint(row, "换货", actor=agent, at=LATER)
    return tell_complainant(row, "我们为您换货", actor=agent, at=LATER)


def closed_with_remedy(company: Company) -> Complaint:
    row = told(company, harm=True)
    confirm_report(row, actor=company.supervisor, at=LATER)
    decide_remedy(row, "compensation", "退款二十元", actor=company.agent, at=LATER)
    approve_remedy(row, actor=company.supervisor, at=LATER)
    carry_out_remedy(row, "转账单号 1", actor=company.agent, at=LATER)
    return close_complaint(row, actor=company.agent, at=LATER)


def test_a_remedy_that_changed_meanwhile_is_not_approved(company: Company) -> None:
    row = decide_remedy(told(company, harm=True), "compensation", "赔偿100元", actor=company.agent, at=LATER)
    read = row.lock_version
    decide_remedy(row, "compensation", "赔偿100000元", actor=company.agent, at=LATER)
    with pytest.raises(StaleVersion):
        approve_remedy(row, actor=company.supervisor, version=read, at=LATER)
    assert Complaint.objects.get(pk=row.pk).remedy_approved_by is None


def test_harm_that_was_confirmed_is_taken_back_by_somebody_else_only(company: Company) -> None:
    row = reopen_complaint(told(company, harm=True), note="再查", actor=company.agent, at=LATER)
    with pytest.raises(Refused):
        investigate_complaint(row, "没有损害", harm_confirmed=False, actor=company.agent, at=LATER)
    row = investigate_complaint(row, "没有损害", harm_confirmed=False, actor=company.supervisor, at=LATER)
    assert row.harm_confirmed is False


def test_a_closed_round_is_kept_and_gives_the_next_one_nothing(company: Company) -> None:
    row = reopen_complaint(closed_with_remedy(company), note="又坏了", actor=company.agent, at=LATER)
    past = row.rounds.get()
    assert (past.remedy, past.remedy_approved_by, row.remedy) == ("退款二十元", company.supervisor, "")
    assert set(Deadline.objects.running().filter(kind="complaint").values_list("purpose", flat=True)) == {
        "complaint", "complaint_report",
    }  # fmt: skip
    row = told(company, row, harm=True)
    with pytest.raises(Refused):
        close_complaint(row, actor=company.agent, at=LATER)
    confirm_report(row, actor=company.supervisor, at=LATER)
    with pytest.raises(Refused):
        close_complaint(row, actor=company.agent, at=LATER)
