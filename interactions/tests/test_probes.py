"""Every probe of this floor turns bad when what it guards is broken, and good again when it is mended."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from governance.public import Evidence, Scope, Window, probes_of
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
    solve_complaint,
    tell_complainant,
)
from interactions.conftest import MONDAY, Company
from interactions.inbox.models import Reply
from interactions.inbox.replying import hold_message, reply_message
from interactions.inbox.services import record_outcome, set_aside_message, take_measures
from interactions.rota.services import add_shift, remove_shift
from interactions.tickets.services import close_ticket, open_ticket, resolve_ticket

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=20)
NEXT_MONTH = MONDAY + timedelta(days=40)


def numbers(code: str, part: str = "", now: datetime = NEXT_MONTH) -> tuple[int, int]:
    """Bad and total of a probe, seen at `now`."""
    window = Window(MONDAY - timedelta(days=1), NEXT_MONTH, now)
    evidence: Evidence = next(row for row in probes_of(code) if row.part == part).measure(Scope(), window)
    assert evidence.bad is not None
    assert evidence.total is not None
    return evidence.bad.count(), evidence.total.count()


def test_r_059_counts_accounts_with_hours_that_nobody_covers(company: Company) -> None:
    assert numbers("R-059") == (1, 1)
    shifts = [
        add_shift(
            company.account, weekday=day, begins=time(9), ends=time(18), person=company.agent, actor=company.agent
        )
        for day in range(5)
    ]
    assert numbers("R-059") == (0, 1)
    remove_shift(shifts[0], actor=company.agent)
    assert numbers("R-059") == (1, 1)


def test_r_060_counts_late_and_missing_answers(company: Company) -> None:
    late, fine = company.message(), company.message()
    reply_message(fine, "您好", actor=company.agent, at=LATER)
    assert numbers("R-060") == (1, 2)
    assert numbers("R-060", "overdue") == (1, 2)
    assert numbers("R-060", now=LATER) == (0, 2)
    reply_message(late, "您好", actor=company.agent, at=MONDAY + timedelta(hours=5))
    assert numbers("R-060") == (1, 2)
    assert numbers("R-060", "overdue") == (0, 2)


def test_r_060_keeps_seeing_what_waits_longer_than_the_window(company: Company) -> None:
    company.message()
    later = MONDAY + timedelta(days=90)
    window = Window(later - timedelta(days=30), later, later)
    measure = next(row for row in probes_of("R-060") if row.part == "overdue").measure
    evidence = measure(Scope(), window)
    assert evidence.bad is not None
    assert evidence.bad.count() == 1


def test_r_060_keeps_a_breach_that_was_set_aside_afterwards(company: Company) -> None:
    late, fine = company.message(), company.message()
    set_aside_message(fine, note="广告", actor=company.agent, at=LATER)
    set_aside_message(late, note="广告", actor=company.agent, at=MONDAY + timedelta(hours=5))
    assert numbers("R-060") == (1, 1)


def test_r_062_counts_promises_that_were_not_kept(company: Company) -> None:
    message = company.message()
    hold_message(message, "稍后答复", LATER + timedelta(hours=3), actor=company.agent, at=LATER)
    assert numbers("R-062") == (1, 1)
    reply_message(message, "答复如下", actor=company.agent, at=LATER + timedelta(hours=2))
    assert numbers("R-062") == (0, 1)
    broken = company.message()
    hold_message(broken, "稍后答复", LATER + timedelta(hours=3), actor=company.agent, at=LATER)
    reply_message(broken, "答复如下", actor=company.agent, at=LATER + timedelta(hours=4))
    assert numbers("R-062") == (1, 2)


def test_r_063_counts_late_tickets_and_those_closed_unanswered(company: Company) -> None:
    message = company.message()
    ticket = open_ticket(
        company.account, company.product, title="缺货", problem="何时到货", message=message, actor=company.agent,
        at=MONDAY,
    )  # fmt: skip
    assert numbers("R-063") == (1, 1)
    resolve_ticket(ticket, "周五到货", actor=company.head, at=LATER)
    assert numbers("R-063") == (0, 1)
    reply = reply_message(message, "周五到货", actor=company.agent, at=LATER)
    close_ticket(ticket, actor=company.agent, at=LATER)
    assert numbers("R-063", "closed_unanswered") == (0, 1)
    Reply.objects.filter(pk=reply.pk).update(sent_at=MONDAY)
    assert numbers("R-063", "closed_unanswered") == (1, 1)


def test_r_064_counts_negative_messages_without_a_measure_in_time(company: Company) -> None:
    message = company.message("太差了")
    assert numbers("R-064") == (1, 1)
    take_measures(message, ["apology"], actor=company.agent, at=LATER)
    assert numbers("R-064") == (0, 1)
    take_measures(company.message("垃圾"), ["apology"], actor=company.agent, at=MONDAY + timedelta(hours=3))
    assert numbers("R-064") == (1, 2)


def finished(company: Company, *, harm: bool = False) -> Complaint:
    row = receive_complaint(company.account, title="破损", description="破损", actor=company.agent, at=MONDAY)
    row = accept_complaint(row, actor=company.agent, at=LATER)
    row = investigate_complaint(row, "包装", harm_confirmed=harm, actor=company.agent, at=LATER)
    row = solve_complaint(row, "换货", actor=company.agent, at=LATER)
    return tell_complainant(row, "已换货", actor=company.agent, at=LATER)


def test_r_065_counts_late_complaints_and_gaps(company: Company) -> None:
    row = finished(company)
    assert numbers("R-065") == (1, 1)
    assert numbers("R-065", "accepted") == (0, 1)
    confirm_report(row, actor=company.supervisor, at=LATER)
    close_complaint(row, actor=company.agent, at=LATER)
    assert numbers("R-065") == (0, 1)
    assert numbers("R-065", "gaps") == (0, 1)
    Complaint.objects.update(told_text="")
    assert numbers("R-065", "gaps") == (1, 1)
    receive_complaint(company.account, title="又破损", description="破损", actor=company.agent, at=MONDAY)
    assert numbers("R-065", "accepted") == (1, 2)


def test_r_066_counts_reports_that_no_superior_confirmed(company: Company) -> None:
    row = finished(company)
    assert numbers("R-066") == (1, 1)
    assert numbers("R-066", now=LATER) == (0, 1)
    confirm_report(row, actor=company.supervisor, at=LATER)
    assert numbers("R-066") == (0, 1)


def test_r_067_counts_harm_that_was_not_made_good(company: Company) -> None:
    row = finished(company, harm=True)
    assert numbers("R-067") == (1, 1)
    assert numbers("R-067", now=LATER) == (0, 1)
    decide_remedy(row, "apology", "书面致歉", actor=company.agent, at=LATER)
    approve_remedy(row, actor=company.supervisor, at=LATER)
    carry_out_remedy(row, "致歉信", actor=company.agent, at=LATER)
    assert numbers("R-067") == (0, 1)


def test_r_068_counts_suggestions_without_an_outcome(company: Company) -> None:
    message = company.message("建议出小包装")
    assert numbers("R-068") == (1, 1)
    ticket = open_ticket(
        company.account, company.product, title="小包装", problem="建议", subject="suggestion", message=message,
        actor=company.agent, at=MONDAY,
    )  # fmt: skip
    resolve_ticket(ticket, "采纳", actor=company.head, at=LATER)
    reply_message(message, "谢谢建议，已采纳。", actor=company.agent, at=LATER)
    record_outcome(message, "采纳", actor=company.agent, at=LATER)
    assert numbers("R-068") == (0, 1)
