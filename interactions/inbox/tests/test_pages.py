"""The pages of the inbox: few statements, right people, right words."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.public import PlatformAccount
from governance.public import LedgerEntry, save_filter
from interactions.conftest import Company
from interactions.inbox.models import InternalNote, Message, Reply
from interactions.inbox.presence import note_presence
from interactions.inbox.replying import reply_message
from interactions.inbox.services import snooze_message, take_message
from interactions.tickets.services import open_ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def cost(statements: CaptureQueriesContext) -> int:
    """Statements of the page. Whether rule books changed is looked at once a second only, outside transactions."""
    return sum("governance_policystamp" not in row["sql"] for row in statements)


@pytest.fixture
def browser(company: Company, client: Client) -> Client:
    client.force_login(company.agent)
    return client


def test_the_queue_shows_who_waits_by_due_time_in_eight_statements(company: Company, browser: Client) -> None:
    now = timezone.now()
    for number in range(30):
        message = company.message(f"第{number}个，怎么买", at=now - HOUR)
        Message.objects.filter(pk=message.pk).update(due_at=now - HOUR * number)
    browser.get("/inbox/")
    with CaptureQueriesContext(connection) as statements:
        answer = browser.get("/inbox/")
    assert answer.status_code == 200
    assert "第29个" in answer.content.decode()
    assert "第0个" not in answer.content.decode()
    assert cost(statements) <= 8, "\n".join(row["sql"][:150] for row in statements)
    after = answer.context["page"].next_after
    assert "第0个" in browser.get(f"/inbox/?after={after}").content.decode()


def test_the_page_of_a_message_needs_twelve_statements(company: Company, browser: Client) -> None:
    now = timezone.now()
    message = company.message("太差了，要退款", at=now - HOUR, author_id="same")
    company.message("还在吗", at=now - HOUR * 2, author_id="same")
    open_ticket(company.account, company.product, title="退款", problem="请核实", message=message, actor=company.agent)
    reply_message(message, "我们在核实", actor=company.agent)
    browser.get(f"/inbox/{message.pk}/")
    with CaptureQueriesContext(connection) as statements:
        answer = browser.get(f"/inbox/{message.pk}/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "还在吗" in text
    assert "我们在核实" in text
    assert "退款" in text
    assert cost(statements) <= 12, "\n".join(row["sql"][:150] for row in statements)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"a", "b", "c"}),
        ("?kind=negative", {"b"}),
        ("?urgency=complex", {"c"}),
        ("?owner=me", {"a"}),
        ("?owner=none", {"b", "c"}),
        ("?overdue=on", {"c"}),
        ("?status=answered", {"e"}),
        ("?status=asleep", {"d"}),
        ("?status=all", {"a", "b", "c", "d", "e"}),
        ("?q=退款", {"c"}),
        ("?q=客服", {"e"}),
        ("?account=kuaishou-main", {"a", "b", "c"}),
        ("?account=other", {"a", "b", "c"}),
        ("?status=nonsense&kind=nonsense", {"a", "b", "c"}),
    ],
)
def test_filters_narrow_the_list(company: Company, browser: Client, query: str, found: set[str]) -> None:
    now = timezone.now()
    rows = {
        "a": company.message("甲：在吗", at=now),
        "b": company.message("乙：太差了", at=now),
        "c": company.message("丙：我要退款", at=now - timedelta(days=9)),
        "d": company.message("丁：在吗", at=now),
        "e": company.message("戊：客服在吗", at=now),
    }
    take_message(rows["a"], actor=company.agent)
    Message.objects.filter(pk=rows["d"].pk).update(due_at=now + timedelta(days=2))
    snooze_message(rows["d"], "hour", actor=company.agent)
    reply_message(rows["e"], "在的", actor=company.agent)
    page = browser.get(f"/inbox/{query}").context["page"]
    assert {name for name, row in rows.items() if row.pk in {shown.pk for shown in page}} == found


def test_a_file_of_the_list_holds_no_formula(company: Company, browser: Client) -> None:
    company.message("=cmd|'/c calc'!A1", at=timezone.now(), author="+1+1")
    for kind in ("csv", "xlsx"):
        answer = browser.post("/inbox/export/?status=all", {"format": kind, "reason": "for the monthly review"})
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        if kind == "csv":
            assert "'=cmd" in content.decode("utf-8-sig")
            assert "'+1+1" in content.decode("utf-8-sig")
    assert browser.post("/inbox/export/", {"format": "exe", "reason": "for the monthly review"}).status_code == 422


def test_the_list_is_taken_away_for_a_reason_only_and_that_is_written_down(company: Company, browser: Client) -> None:
    company.message("怎么买？", at=timezone.now())
    assert "inbox/export/?kind=question" in browser.get("/inbox/?kind=question").content.decode()
    assert browser.get("/inbox/export/?kind=question").status_code == 200
    assert browser.post("/inbox/export/", {"format": "csv", "reason": "  "}).status_code == 422
    assert not LedgerEntry.objects.filter(event="list.exported").exists()
    browser.post("/inbox/export/?kind=question&q=怎么", {"format": "csv", "reason": "for the monthly review"})
    entry = LedgerEntry.objects.get(event="list.exported")
    assert entry.actor == company.agent
    assert (entry.payload["list"], entry.payload["rows"], entry.payload["format"]) == ("inbox", 1, "csv")
    assert entry.payload["filter"] == "kind=question&q=%E2%80%A6", "the words searched for may be a customer's"


def test_a_list_far_from_ones_accounts_is_empty(company: Company, client: Client) -> None:
    company.message("怎么买？", at=timezone.now())
    client.force_login(company.stranger)
    client.post("/inbox/export/", {"format": "csv", "reason": "curious"})
    assert LedgerEntry.objects.get(event="list.exported").payload["rows"] == 0


def test_strangers_see_an_empty_inbox_and_no_message(company: Company, client: Client) -> None:
    message = company.message(at=timezone.now())
    client.force_login(company.stranger)
    assert not client.get("/inbox/").context["page"]
    assert client.get(f"/inbox/{message.pk}/").status_code == 404
    assert client.post(f"/inbox/{message.pk}/take/").status_code == 404
    assert client.post("/inbox/bulk/", {"ids": [message.pk], "action": "take"}).status_code == 403
    client.logout()
    assert client.get("/inbox/").status_code == 302


def test_the_auditor_reads_everything_and_does_nothing(company: Company, client: Client) -> None:
    message = company.message(at=timezone.now())
    client.force_login(company.auditor)
    answer = client.get(f"/inbox/{message.pk}/")
    assert answer.status_code == 200
    assert not answer.context["steps"]
    for step in ("reply", "take", "close", "note"):
        assert client.post(f"/inbox/{message.pk}/{step}/", {f"{step}-text": "x"}).status_code == 403
    assert client.post(f"/inbox/{message.pk}/presence/").status_code == 200
    message.refresh_from_db()
    assert message.status == "new"


def test_answering_on_the_page_and_what_was_typed_stays_after_a_refusal(company: Company, browser: Client) -> None:
    message = company.message(at=timezone.now())
    address = f"/inbox/{message.pk}/reply/"
    refused = browser.post(address, {"reply-text": "能治愈糖尿病，全国最好", "reply-version": 0})
    assert refused.status_code == 422
    assert "能治愈糖尿病" in refused.content.decode()
    done = browser.post(address, {"reply-text": "三天内发货", "reply-version": 0})
    assert done.status_code == 302
    assert Reply.objects.get().text == "三天内发货"
    stale = browser.post(address, {"reply-text": "再来一次", "reply-version": 0})
    assert stale.status_code == 422
    assert Reply.objects.count() == 1


def test_every_step_of_the_page_has_a_form_that_works(company: Company, browser: Client) -> None:
    now = timezone.localtime()
    message = company.message("建议出小包装", at=timezone.now())

    def step(name: str, **data: Any) -> int:
        values = {f"{name}-{key}": value for key, value in data.items()}
        return browser.post(f"/inbox/{message.pk}/{name}/", values).status_code

    assert step("note", text="先问产品部") == 302
    assert step("class", kind="negative", urgency="complex", note="口气不好") == 302
    assert step("measures", measures=["apology"]) == 302
    assert step("snooze", nap="hour") == 302
    assert step("wake") == 302
    assert step("assign", to=company.colleague.pk) == 302
    assert step("take") == 422
    assert step("take", take_over="on") == 302
    assert step("hold", text="稍后答复", promised_at=(now + HOUR).strftime("%Y-%m-%dT%H:%M")) == 302
    assert step("reply", text="已经转达") == 302
    assert step("close") == 302
    assert step("reopen", note="还有问题") == 302
    assert step("nonsense") == 404
    assert browser.get(f"/inbox/{message.pk}/reply/").status_code == 405
    assert InternalNote.objects.filter(message=message).count() == 2


def test_the_page_tells_who_else_is_there(company: Company, browser: Client) -> None:
    message = company.message(at=timezone.now())
    note_presence(message, is_writing=True, actor=company.colleague)
    answer = browser.post(f"/inbox/{message.pk}/presence/", {"reply-text": ""})
    assert "孙甜甜" in answer.content.decode()
    browser.post(f"/inbox/{message.pk}/presence/", {"reply-text": "您好"})
    assert message.presences.get(user=company.agent).is_writing


def test_a_bulk_action_on_the_page_lists_what_failed(company: Company, browser: Client) -> None:
    fine, bad = company.message(at=timezone.now()), company.message("太差了", at=timezone.now())
    values = {"ids": [fine.pk, bad.pk], "action": "set_aside", "note": "无需回复"}
    answer = browser.post("/inbox/bulk/", values)
    assert answer.status_code == 200
    assert [row for row, _why in answer.context["decided"].failed] == [bad]
    assert browser.post("/inbox/bulk/", {"action": "take"}).status_code == 302
    assert "孙甜甜" in browser.get("/inbox/colleagues/").content.decode()


def test_hostile_words_are_shown_as_words(company: Company, browser: Client) -> None:
    text = '"><svg onload=alert(1)> {{ settings.SECRET_KEY }} \u202egpj'
    message = company.message(text, at=timezone.now(), author="<b>x</b>")
    for address in ("/inbox/", f"/inbox/{message.pk}/"):
        content = browser.get(address).content.decode()
        assert "<svg onload" not in content
        assert "<b>x</b>" not in content
        assert "{{ settings" in content


def test_a_message_is_entered_by_hand_and_a_filter_kept(company: Company, browser: Client) -> None:
    values = {
        "account": company.account.pk, "channel": "direct", "author": "王女士", "text": "电话里问发票",
        "posted_at": (timezone.localtime() - HOUR).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    assert browser.get("/inbox/new/").status_code == 200
    assert browser.post("/inbox/new/", values).status_code == 302
    assert browser.post("/inbox/new/", {**values, "text": "a\x1bb"}).status_code == 422
    assert Message.objects.get().contact.handle == "王女士"
    save_filter("inbox", "我的", "owner=me", actor=company.agent)
    around = browser.get("/inbox/around/?owner=me").content.decode()
    assert "我的" in around
    assert "owner=me" in around


def test_risky_words_and_canned_replies_come_beside_the_form(company: Company, browser: Client) -> None:
    message = company.message(at=timezone.now())
    found = browser.post(f"/inbox/{message.pk}/check/", {"reply-text": "全国最好"})
    assert found.context["findings"]
    assert browser.get(f"/inbox/{message.pk}/canned/").status_code == 200


def test_pages_of_tickets_complaints_canned_replies_and_rotas_open(company: Company, browser: Client) -> None:
    message = company.message("我要投诉", at=timezone.now() - HOUR)
    values = {"account": company.account.pk, "title": "破损", "description": "收到破损"}
    registered = browser.post(f"/complaints/new/?message={message.pk}", values)
    assert registered.status_code == 302
    values = {
        "account": company.account.pk, "department": company.product.pk, "subject": "problem", "title": "缺货",
        "problem": "何时到货",
    }  # fmt: skip
    asked = browser.post(f"/tickets/new/?message={message.pk}", values)
    assert asked.status_code == 302
    complaint_page, ticket_page = registered.headers["Location"], asked.headers["Location"]
    for address in (
        complaint_page, ticket_page,
        "/complaints/", "/tickets/", "/complaints/new/", "/tickets/new/", "/inbox/canned/",
        "/inbox/rota/", "/inbox/rota/kuaishou-main/", "/inbox/import/", f"/complaints/new/?message={message.pk}",
        f"/tickets/new/?message={message.pk}", f"/inbox/{message.pk}/",
    ):  # fmt: skip
        assert browser.get(address).status_code == 200, address
    assert browser.post(f"{complaint_page}accept/", {}).status_code == 302
    assert browser.post(f"{complaint_page}investigate/", {"investigate-cause": ""}).status_code == 422
    assert browser.post(f"{ticket_page}resolve/", {"resolve-result": "好了"}).status_code == 422
    shift = {"weekday": 0, "begins": "09:00", "ends": "18:00", "person": company.agent.pk}
    assert browser.post("/inbox/rota/kuaishou-main/", shift).status_code == 302
    browser.force_login(company.head)
    assert browser.get(ticket_page).status_code == 200
    assert browser.get(complaint_page).status_code == 404
    assert browser.post(f"{ticket_page}resolve/", {"resolve-result": "周五到货"}).status_code == 302
    assert browser.post(f"{ticket_page}close/", {}).status_code == 403
    browser.force_login(company.supervisor)
    assert browser.post(f"{complaint_page}confirm/", {}).status_code == 302


def test_the_sign_of_presence_takes_a_reply_along_only_where_one_can_be_written(
    company: Company, browser: Client
) -> None:
    address = f"/inbox/{company.message(at=timezone.now()).pk}/"
    assert 'hx-include="#id_reply-text" aria-live' in browser.get(address).content.decode()
    browser.force_login(company.auditor)
    assert 'id="id_reply-text"' not in (seen := browser.get(address).content.decode())
    assert "every 10s" in seen
    assert "#id_reply-text" not in seen


def test_a_reply_is_recorded_here_and_given_on_the_platform(company: Company, browser: Client) -> None:
    PlatformAccount.objects.update(url="https://www.kuaishou.com/profile/ours")
    message = company.message(at=timezone.now(), number="5291")
    text = browser.get(f"/inbox/{message.pk}/").content.decode()
    assert "登记已在平台发出的回复" in text
    assert "本页不会发送任何内容" in text
    assert 'href="https://www.kuaishou.com/profile/ours"' in text
    assert "5291" in text
    assert 'data-copy="id_reply-text"' in text
