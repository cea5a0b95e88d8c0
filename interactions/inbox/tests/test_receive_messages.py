"""Every message gets a class and a due time, once (R-060, D-6.2.1a, K-4.3.1a)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.public import PlatformAccount, User
from governance.deadlines.models import Ladder, LadderRung
from governance.public import (
    Deadline,
    LedgerEntry,
    Refused,
    decide_change,
    grant_role,
    history_of,
    propose_change,
    search_ids,
)
from interactions.clocks import AccountClocks
from interactions.conftest import MONDAY, Company
from interactions.inbox.models import Contact, Message, MessageWording
from interactions.inbox.pages import thread_of
from interactions.inbox.receiving import Incoming, receive_message, receive_messages
from interactions.rota.services import add_shift

pytestmark = pytest.mark.django_db


def rows(count: int, text: str = "怎么买？", at: datetime = MONDAY) -> list[Incoming]:
    return [Incoming("comment", f"c{i}", f"u{i}", f"用户{i}", text, at) for i in range(count)]


def test_a_question_is_ordinary_and_due_an_hour_later(company: Company) -> None:
    message = company.message("这个怎么买？")
    assert (message.kind, message.urgency, message.status) == ("question", "ordinary", "new")
    assert message.due_at == MONDAY + timedelta(hours=1)
    deadline = Deadline.objects.get(kind="message", object_id=message.pk)
    assert (deadline.purpose, deadline.due_at, deadline.limit) == (
        "reply", message.due_at, {"amount": 1, "unit": "working_hours"},
    )  # fmt: skip
    assert deadline.policy_version_id is not None


def test_the_rule_book_chooses_the_ladder_that_reminds_of_a_reply(company: Company) -> None:
    """`reply.ladder` names shares; the ladder that rings at them is the reply's, and the reply's alone (R-060)."""
    assert ladder_of(company.message("怎么买？")) == ("default", [50, 80, 100, 150, 200])
    early = Ladder.objects.create(code="early", name_zh="提前", name_en="Early")
    for percent in (25, 100):
        LadderRung.objects.create(ladder=early, percent=percent, audience="owner")
    first, second = (User.objects.create_user(name) for name in ("first", "second"))
    for manager in (first, second):
        grant_role(manager, "manager", actor=None)
    change = propose_change(
        "kuaishou_health", values={"reply.ladder": [25, 100]}, effective_from=MONDAY.date(), reason="sooner",
        actor=first, at=MONDAY,
    )  # fmt: skip
    decide_change(change, "approve", actor=second, at=MONDAY)
    assert ladder_of(company.message("怎么买？")) == ("early", [25, 100])
    complaint = AccountClocks(company.account, MONDAY).timed("complaint.close", MONDAY)
    assert complaint.ladder == "default"


def ladder_of(message: Message) -> tuple[str, list[int]]:
    deadline = Deadline.objects.get(kind="message", object_id=message.pk, purpose="reply")
    return deadline.ladder, [percent for percent, _moment in deadline.schedule]


def test_a_question_late_on_friday_is_due_on_monday_morning(company: Company) -> None:
    friday = datetime(2026, 6, 5, 9, 40, tzinfo=UTC)  # 17:40 in Shanghai
    assert company.message(at=friday).due_at == datetime(2026, 6, 8, 1, 40, tzinfo=UTC)


def test_a_refund_is_complex_and_says_why(company: Company) -> None:
    message = company.message("我要退款！")
    assert message.urgency == "complex"
    assert message.urgency_reason
    assert message.due_at > MONDAY + timedelta(hours=20)


def test_of_two_rule_books_the_earliest_limit_counts(bind: Callable[..., PlatformAccount], company: Company) -> None:
    account = bind("douyin-main", "douyin", "self_media")
    message = receive_message(account, rows(1)[0], actor=company.agent, at=MONDAY)
    assert message.due_at == MONDAY + timedelta(hours=2)


def test_overseas_runs_on_the_calendar_of_the_market(bind: Callable[..., PlatformAccount], company: Company) -> None:
    account = bind("youtube-main", "overseas", market="US")
    evening = datetime(2026, 6, 1, 21, 0, tzinfo=UTC)  # 17:00 in New York
    message = receive_message(account, rows(1, "how to buy", evening)[0], actor=None, at=evening)
    assert message.due_at == datetime(2026, 6, 2, 21, 0, tzinfo=UTC)


def test_the_same_message_comes_in_once_and_a_changed_text_replaces_the_old(company: Company) -> None:
    first = receive_messages(company.account, rows(3), actor=company.agent, at=MONDAY)
    again = receive_messages(company.account, rows(3), actor=company.agent, at=MONDAY)
    other = receive_messages(company.account, rows(2, "改了，怎么退货"), actor=company.agent, at=MONDAY)
    assert (len(first.new), len(again.new), again.same, other.changed) == (3, 0, 3, 2)
    assert Message.objects.count() == 3
    assert len(search_ids("message", "退货", {company.account.pk})) == 2
    assert Deadline.objects.filter(purpose="reply").count() == 3


def test_the_words_a_message_had_are_kept(company: Company) -> None:
    receive_messages(company.account, rows(1), actor=company.agent, at=MONDAY)
    before = Message.objects.get().text
    receive_messages(company.account, rows(1, "改了，怎么退货"), actor=company.agent, at=MONDAY)
    assert MessageWording.objects.get().text == before
    assert LedgerEntry.objects.filter(event="message.reworded", object_id=Message.objects.get().pk).count() == 1
    assert before in [line.text for line in thread_of(Message.objects.get(), company.agent)]


def test_words_are_not_changed_by_hand(company: Company) -> None:
    first = rows(1)[0]
    message = receive_message(company.account, first, actor=company.agent, at=MONDAY)
    assert receive_message(company.account, first, actor=company.agent, at=MONDAY) == message
    with pytest.raises(Refused):
        receive_message(company.account, replace(first, text="改过的话"), actor=company.agent, at=MONDAY)
    assert Message.objects.get().text == first.text


def test_a_number_written_in_two_ways_is_one_number(company: Company) -> None:
    for number in ("é-1", "e\u0301-1"):
        row = replace(rows(1)[0], external_id=number)
        receive_message(company.account, row, actor=company.agent, at=MONDAY)
    assert Message.objects.count() == 1


def test_a_thousand_messages_cost_a_handful_of_statements_each_batch(company: Company) -> None:
    receive_messages(company.account, rows(1, "预热"), actor=company.agent, at=MONDAY)
    with CaptureQueriesContext(
        connection,
    ) as few:
        receive_messages(company.account, rows(500, at=MONDAY)[1:], actor=company.agent, at=MONDAY)
    assert len(few) < 60


def test_messages_of_one_person_share_a_contact(company: Company) -> None:
    company.message(number="1", author_id="same")
    company.message(number="2", author_id="same")
    assert Contact.objects.count() == 1


def test_whoever_is_on_duty_owns_it(company: Company) -> None:
    add_shift(
        company.account, weekday=0, begins=time(9), ends=time(18), person=company.colleague, actor=company.supervisor
    )
    assert company.message().owner == company.colleague
    assert Deadline.objects.get(purpose="reply").owner == company.colleague
    assert company.message(at=MONDAY + timedelta(days=1)).owner is None


def test_negative_messages_and_suggestions_start_a_clock_of_their_own(company: Company) -> None:
    negative = company.message("太差了，垃圾")
    advice = company.message("建议你们出小包装")
    purposes = {(row.object_id, row.purpose) for row in Deadline.objects.all()}
    assert purposes >= {(negative.pk, "negative"), (advice.pk, "suggestion")}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "a\0b"}, "text"),
        ({"text": "a\x1b[31mred"}, "text"),
        ({"text": "评" * 10_001}, "text"),
        ({"text": "  \n "}, "text"),
        ({"external_id": ""}, "external_id"),
        ({"external_id": "a\u202eb"}, "external_id"),
        ({"author": "", "author_id": ""}, "author"),
        ({"channel": "smoke"}, "channel"),
        ({"posted_at": MONDAY + timedelta(days=1)}, "posted_at"),
    ],
)
def test_what_cannot_be_taken_in_is_named_and_nothing_is_saved(
    company: Company, values: dict[str, object], field: str
) -> None:
    base = {
        "channel": "comment", "external_id": "x", "author_id": "u", "author": "名", "text": "好", "posted_at": MONDAY,
    }  # fmt: skip
    bad = Incoming(**{**base, **values})  # type: ignore[arg-type]
    with pytest.raises(Refused) as refusal:
        receive_messages(company.account, [*rows(2), bad], actor=company.agent, at=MONDAY)
    assert refusal.value.field == field
    assert not Message.objects.exists()


def test_strangers_direction_marks_are_kept_and_their_names_cleaned(company: Company) -> None:
    message = company.message("看\u202e这里", author="ad\u200bmin\u202e")
    assert "\u202e" in message.text
    assert message.contact.handle == "admin"


def test_the_ledger_knows_of_it_without_the_customers_words(company: Company) -> None:
    message = company.message("秘密内容")
    entry = history_of("message", message.pk)[0]
    assert entry.event == "message.received"
    assert "秘密" not in str(entry.payload)
