"""Owner, class, naps, setting aside, opening again, measures, notes (R-060, R-064, R-068)."""

from datetime import timedelta

import pytest

from governance.public import Deadline, Denial, NoteRequired, Refused, StaleVersion, WrongState, unread_count
from interactions.conftest import MONDAY, Company
from interactions.inbox.bulk import decide_on_many
from interactions.inbox.models import Message
from interactions.inbox.replying import hold_message, reply_message
from interactions.inbox.services import (
    add_note,
    assign_message,
    class_message_anew,
    close_message,
    record_outcome,
    reopen_message,
    set_aside_message,
    snooze_message,
    take_measures,
    take_message,
    wake_message,
)
from interactions.tickets.services import open_ticket, resolve_ticket

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=20)


def running(message: Message, purpose: str) -> Deadline | None:
    return Deadline.objects.running().filter(kind="message", object_id=message.pk, purpose=purpose).first()


def test_taking_a_message_moves_its_clock_to_the_taker(company: Company) -> None:
    message = take_message(company.message(), actor=company.agent, version=0, at=LATER)
    assert (message.status, message.owner) == ("assigned", company.agent)
    assert running(message, "reply").owner == company.agent  # type: ignore[union-attr]
    with pytest.raises(StaleVersion):
        take_message(message, actor=company.colleague, version=0, at=LATER)


def test_taking_over_is_open_and_the_colleague_is_told(company: Company) -> None:
    message = take_message(company.message(), actor=company.agent, at=LATER)
    with pytest.raises(Refused):
        take_message(message, actor=company.colleague, at=LATER)
    take_message(message, actor=company.colleague, take_over=True, at=LATER)
    assert unread_count(company.agent) == 1


def test_assigning_tells_the_new_owner_and_wants_somebody_who_may_answer(company: Company) -> None:
    message = company.message()
    with pytest.raises(Refused) as refusal:
        assign_message(message, company.head, actor=company.supervisor, at=LATER)
    assert refusal.value.field == "to"
    assign_message(message, company.colleague, actor=company.supervisor, at=LATER)
    message.refresh_from_db()
    assert (message.status, message.owner) == ("assigned", company.colleague)
    assert unread_count(company.colleague) == 1
    assert running(message, "reply").owner == company.colleague  # type: ignore[union-attr]


def test_a_promised_message_is_handed_over_and_stays_promised(company: Company) -> None:
    message = company.message()
    hold_message(message, "稍后答复", LATER + timedelta(hours=3), actor=company.agent, at=LATER)
    assign_message(message, company.colleague, actor=company.agent, at=LATER)
    message.refresh_from_db()
    assert (message.status, message.owner) == ("holding", company.colleague)
    assert running(message, "promise").owner == company.colleague  # type: ignore[union-attr]


def test_a_new_class_wants_a_reason_and_keeps_the_start_of_the_clock(company: Company) -> None:
    message = company.message()
    with pytest.raises(NoteRequired):
        class_message_anew(message, kind="question", urgency="complex", note=" ", actor=company.agent, at=LATER)
    before = message.due_at
    class_message_anew(message, kind="question", urgency="complex", note="需要顾问", actor=company.agent, at=LATER)
    message.refresh_from_db()
    deadline = running(message, "reply")
    assert deadline is not None
    assert deadline.started_at == message.posted_at
    assert message.due_at == deadline.due_at > before
    assert message.urgency_reason == "需要顾问"


def test_a_message_found_to_be_negative_gets_the_clock_of_negative_messages(company: Company) -> None:
    message = company.message()
    class_message_anew(message, kind="negative", urgency="ordinary", note="不满", actor=company.agent, at=LATER)
    assert running(message, "negative") is not None
    message.refresh_from_db()
    class_message_anew(message, kind="feedback", urgency="ordinary", note="看错了", actor=company.agent, at=LATER)
    assert running(message, "negative") is None


def test_a_negative_message_is_closed_only_after_a_measure(company: Company) -> None:
    message = company.message("太差了")
    reply_message(message, "非常抱歉，我们马上处理。", actor=company.agent, at=LATER)
    with pytest.raises(Refused):
        close_message(message, actor=company.agent, at=LATER)
    with pytest.raises(Refused):
        take_measures(message, ["shouting"], actor=company.agent, at=LATER)
    take_measures(message, ["apology", "solution"], actor=company.agent, at=LATER)
    assert running(message, "negative") is None
    close_message(message, actor=company.agent, at=LATER)


def test_a_suggestion_has_its_outcome_once_the_department_and_the_user_know(company: Company) -> None:
    message = company.message("建议你们出小包装")
    with pytest.raises(Refused):
        record_outcome(message, "采纳", actor=company.agent, at=LATER)
    ticket = open_ticket(
        company.account, company.product, title="小包装", problem="用户建议", subject="suggestion", message=message,
        actor=company.agent, at=LATER,
    )  # fmt: skip
    resolve_ticket(ticket, "明年春季推出", actor=company.head, at=LATER)
    with pytest.raises(Refused):
        record_outcome(message, "采纳", actor=company.agent, at=LATER)
    reply_message(message, "谢谢您的建议，明年春季推出。", actor=company.agent, at=LATER)
    record_outcome(message, "采纳，明年春季推出", actor=company.agent, at=LATER)
    assert running(message, "suggestion") is None


def test_a_nap_hides_but_never_past_the_due_time(company: Company) -> None:
    message = company.message()
    message = snooze_message(message, "week", actor=company.agent, at=LATER)
    assert message.snoozed_until == message.due_at
    assert message not in Message.objects.awake(LATER)
    assert message in Message.objects.awake(message.due_at)
    assert running(message, "reply") is not None
    assert wake_message(message, actor=company.agent, at=LATER).snoozed_until is None
    with pytest.raises(Refused):
        snooze_message(message, "time", until=MONDAY, actor=company.agent, at=LATER)


def test_what_is_overdue_cannot_sleep(company: Company) -> None:
    message = company.message()
    with pytest.raises(Refused):
        snooze_message(message, "week", actor=company.agent, at=message.due_at + timedelta(minutes=1))


def test_setting_aside_wants_a_reason_and_stops_the_clock(company: Company) -> None:
    message = company.message("哈哈")
    with pytest.raises(NoteRequired):
        set_aside_message(message, note="", actor=company.agent, at=LATER)
    set_aside_message(message, note="只是表情", actor=company.agent, at=LATER)
    message.refresh_from_db()
    assert (message.status, message.queue_at) == ("set_aside", None)
    assert running(message, "reply") is None
    assert message.notes.get().text == "只是表情"


def test_a_complaint_or_a_negative_message_cannot_be_set_aside(company: Company) -> None:
    for text in ("我要投诉你们", "太差了"):
        with pytest.raises(Refused):
            set_aside_message(company.message(text), note="不想管", actor=company.agent, at=LATER)


def test_opening_again_starts_a_new_clock_and_what_was_late_stays_late(company: Company) -> None:
    message = company.message()
    late = MONDAY + timedelta(hours=5)
    reply_message(message, "您好！", actor=company.agent, at=late)
    close_message(message, actor=company.agent, at=late)
    reopen_message(message, note="用户又问了", actor=company.agent, at=late)
    message.refresh_from_db()
    deadline = running(message, "reply")
    assert deadline is not None
    assert (message.status, message.queue_at) == ("assigned", deadline.due_at)
    assert deadline.started_at == late
    first = Deadline.objects.filter(object_id=message.pk, purpose="reply").earliest("pk")
    assert first.state == "met"
    assert first.met_at is not None
    assert first.met_at > first.due_at


def test_an_open_ticket_keeps_the_message_open(company: Company) -> None:
    message = company.message()
    open_ticket(
        company.account, company.product, title="缺货", problem="何时到货", message=message, actor=company.agent
    )
    reply_message(message, "我们在核实", actor=company.agent, at=LATER)
    with pytest.raises(Refused):
        close_message(message, actor=company.agent, at=LATER)


def test_nothing_is_done_by_who_may_not(company: Company) -> None:
    message = company.message()
    for person in (company.stranger, company.auditor):
        with pytest.raises(Denial):
            take_message(message, actor=person, at=LATER)
        with pytest.raises(Denial):
            add_note(message, "嗯", actor=person, at=LATER)
        with pytest.raises(Denial):
            class_message_anew(message, kind="advice", urgency="complex", note="x", actor=person, at=LATER)


def test_a_closed_message_is_neither_taken_nor_put_to_sleep(company: Company) -> None:
    message = company.message()
    reply_message(message, "您好！", actor=company.agent, at=LATER)
    with pytest.raises(WrongState):
        take_message(message, actor=company.agent, at=LATER)
    with pytest.raises(WrongState):
        snooze_message(message, "hour", actor=company.agent, at=LATER)


def test_a_bulk_action_does_what_it_can_and_lists_what_failed(company: Company) -> None:
    fine, taken, bad = company.message(), company.message(), company.message("太差了")
    take_message(taken, actor=company.colleague, at=LATER)
    decided = decide_on_many([fine.pk, taken.pk], "take", actor=company.agent, at=LATER)
    assert (decided.done, [row for row, _why in decided.failed]) == (1, [taken])
    decided = decide_on_many([bad.pk], "set_aside", actor=company.agent, note="算了", at=LATER)
    assert (decided.done, len(decided.failed)) == (0, 1)
    decided = decide_on_many([fine.pk], "assign", actor=company.agent, to=company.colleague, at=LATER)
    assert decided.done == 1
    assert decide_on_many([fine.pk], "take", actor=company.stranger, at=LATER).done == 0
