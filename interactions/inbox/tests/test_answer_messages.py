"""Answers, promises, and the second writer (R-060, R-061, R-062, D-4.1.2)."""

from datetime import timedelta

import pytest

from governance.public import Deadline, NotAllowed, Refused, StaleVersion, WrongState
from interactions.conftest import MONDAY, Company
from interactions.inbox.models import Reply
from interactions.inbox.presence import note_presence, others_at
from interactions.inbox.replying import hold_message, reply_message
from interactions.inbox.services import close_message, take_message

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=20)


def state_of(message: object, purpose: str) -> str:
    return Deadline.objects.filter(object_id=message.pk, purpose=purpose).latest("pk").state  # type: ignore[attr-defined]


def test_an_answer_stops_the_clock_and_makes_the_writer_its_owner(company: Company) -> None:
    message = company.message()
    reply = reply_message(message, "您好，下单后三天内发货。", actor=company.agent, at=LATER)
    message.refresh_from_db()
    assert (message.status, message.owner, message.first_reply_at) == ("answered", company.agent, LATER)
    assert message.queue_at is None
    assert state_of(message, "reply") == "met"
    assert reply.promised_at is None


def test_of_two_who_answer_the_same_version_the_second_is_told(company: Company) -> None:
    message = company.message()
    reply_message(message, "您好！", actor=company.agent, version=0, at=LATER)
    with pytest.raises(StaleVersion):
        reply_message(message, "您好呀！", actor=company.colleague, version=0, at=LATER)
    with pytest.raises(NotAllowed):
        reply_message(message, "您好呀！", actor=company.colleague, at=LATER)
    assert Reply.objects.count() == 1


def test_somebody_elses_message_is_answered_only_by_taking_over_openly(company: Company) -> None:
    message = take_message(company.message(), actor=company.agent, at=MONDAY)
    with pytest.raises(NotAllowed) as refusal:
        reply_message(message, "您好！", actor=company.colleague, at=LATER)
    assert "李晓雯" in str(refusal.value)
    reply_message(message, "您好！", actor=company.colleague, take_over=True, at=LATER)
    message.refresh_from_db()
    assert message.owner == company.colleague


def test_who_writes_now_stops_a_second_writer_until_they_have_gone(company: Company) -> None:
    message = company.message()
    note_presence(message, is_writing=True, actor=company.agent, at=MONDAY)
    with pytest.raises(NotAllowed):
        reply_message(message, "您好！", actor=company.colleague, at=MONDAY + timedelta(seconds=10))
    reply_message(message, "您好！", actor=company.colleague, at=MONDAY + timedelta(seconds=31))


def test_presence_shows_others_writers_first_and_fades(company: Company) -> None:
    message = company.message()
    note_presence(message, is_writing=False, actor=company.agent, at=MONDAY)
    note_presence(message, is_writing=True, actor=company.supervisor, at=MONDAY)
    seen = others_at(message, company.colleague, MONDAY + timedelta(seconds=5))
    assert [(row.user, row.is_writing) for row in seen] == [(company.supervisor, True), (company.agent, False)]
    assert others_at(message, company.colleague, MONDAY + timedelta(seconds=30)) == []
    assert others_at(message, company.agent, MONDAY)[0].user == company.supervisor


def test_a_promise_becomes_a_deadline_and_the_answer_keeps_it(company: Company) -> None:
    message = company.message("我要退款！")
    promised = MONDAY + timedelta(hours=24)
    hold_message(message, "我们正在核实，明天答复您。", promised, actor=company.agent, at=LATER)
    message.refresh_from_db()
    assert (message.status, message.queue_at, message.first_reply_at) == ("holding", promised, LATER)
    assert state_of(message, "reply") == "met"
    deadline = Deadline.objects.get(purpose="promise")
    assert (deadline.due_at, deadline.state, deadline.owner) == (promised, "running", company.agent)
    reply_message(message, "已为您办理。", actor=company.agent, at=promised - timedelta(hours=1))
    assert state_of(message, "promise") == "met"


@pytest.mark.parametrize("hours", [-1, 24 * 5])
def test_a_promise_in_the_past_or_beyond_the_rule_book_is_refused(company: Company, hours: int) -> None:
    with pytest.raises(Refused) as refusal:
        hold_message(company.message(), "稍后答复", LATER + timedelta(hours=hours), actor=company.agent, at=LATER)
    assert refusal.value.field == "promised_at"


def test_an_unanswered_message_cannot_be_closed_and_an_answered_one_can(company: Company) -> None:
    message = company.message()
    with pytest.raises(WrongState):
        close_message(message, actor=company.agent, at=LATER)
    reply_message(message, "您好！", actor=company.agent, at=LATER)
    close_message(message, actor=company.agent, at=LATER)
    message.refresh_from_db()
    assert (message.status, message.closed_at) == ("closed", LATER)


def test_words_that_no_answer_may_hold_block_it(company: Company) -> None:
    with pytest.raises(Refused) as refusal:
        reply_message(company.message(), "这是全国最好的产品，能治愈糖尿病", actor=company.agent, at=LATER)
    assert refusal.value.field == "text"
    assert not Reply.objects.exists()


def test_words_of_warning_want_to_be_meant_and_are_kept_with_the_answer(company: Company) -> None:
    message = company.message()
    with pytest.raises(Refused) as refusal:
        reply_message(message, "您好，点小黄车即可购买。", actor=company.agent, at=LATER)
    assert refusal.value.field == "accept_warnings"
    reply = reply_message(message, "您好，点小黄车即可购买。", actor=company.agent, accept_warnings=True, at=LATER)
    assert reply.warnings


def test_nobody_answers_who_may_not(company: Company) -> None:
    for person in (company.stranger, company.auditor, company.head):
        with pytest.raises(NotAllowed):
            reply_message(company.message(), "您好！", actor=person, at=LATER)


def test_a_hidden_character_in_an_answer_is_refused(company: Company) -> None:
    for text in ("\u202ex", "a\0b", "", "评" * 10_001):
        with pytest.raises(Refused):
            reply_message(company.message(), text, actor=company.agent, at=LATER)
