"""Deliveries go out once, in bursts, not at night, and give up after five tries."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from apprise.plugins.feishu import NotifyFeishu
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.public import User
from governance.access.grants import grant_role
from governance.notices import channels
from governance.notices.channels import send_to
from governance.notices.delivery import claim, deliver, failed_deliveries, mark_sent, quiet_until, retry_failed
from governance.notices.models import Delivery, Notice
from governance.notices.rules import CHANNELS_BY_CODE, LEASE_SECONDS, Channel
from governance.notices.services import subscribe, tell

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)  # 10:00 in China


def user(name: str, **fields: object) -> User:
    return User.objects.create(username=name, email=f"{name}@example.com", **fields)


def tell_year(person: User, key: str = "k", at: datetime = NOW, urgent: bool = False) -> None:
    tell([person], "calendar.year_missing", params={"year": 2027}, key=key, at=at, urgent=urgent)


def test_a_mail_in_the_language_of_the_reader_with_a_link() -> None:
    tell_year(user("alice", language="en"))
    tell_year(user("bob", language="zh-hans"))
    assert deliver(NOW)["sent"] == 2
    english, chinese = sorted(mail.outbox, key=lambda letter: letter.to)
    assert "lacks the holidays of 2027" in english.subject
    assert "缺少2027年的节假日表" in chinese.subject
    assert "http" in english.body
    assert "/notices/" in english.body
    assert Delivery.objects.filter(state="sent", sent_at=NOW).count() == 2


def test_the_message_id_comes_from_the_key() -> None:
    alice = user("alice")
    tell_year(alice)
    deliver(NOW)
    Delivery.objects.update(state="waiting", next_try_at=NOW)  # as after a kill between sending and marking
    deliver(NOW + timedelta(minutes=6))
    first, second = (letter.extra_headers["Message-ID"] for letter in mail.outbox)
    assert first == second
    assert first.endswith("@127.0.0.1>")


def test_a_burst_is_one_mail() -> None:
    alice = user("alice", language="en")
    for number in range(4):
        tell_year(alice, f"k{number}")
    counts = deliver(NOW)
    assert (counts["letters"], counts["sent"]) == (1, 4)
    assert "and 3 more notices" in mail.outbox[0].subject
    tell_year(alice, "late", NOW + timedelta(minutes=1))
    assert deliver(NOW + timedelta(minutes=2))["deferred"] == 1
    assert len(mail.outbox) == 1
    assert deliver(NOW + timedelta(minutes=5))["sent"] == 1


def test_urgent_mail_waits_for_nothing() -> None:
    alice = user("alice", quiet_from=time(9), quiet_to=time(18))
    tell_year(alice, "calm")
    tell_year(alice, "urgent", urgent=True)
    counts = deliver(NOW)
    assert (counts["sent"], counts["deferred"]) == (1, 1)


def test_quiet_hours_end_in_the_zone_of_the_person() -> None:
    alice = user("alice", quiet_from=time(22), quiet_to=time(7), time_zone="Asia/Shanghai")
    night = datetime(2026, 9, 21, 16, 0, tzinfo=UTC)  # midnight in China
    tell_year(alice, at=night)
    assert deliver(night)["deferred"] == 1
    assert Delivery.objects.get().next_try_at == datetime(2026, 9, 21, 23, 0, tzinfo=UTC)
    assert Delivery.objects.get().attempts == 0
    assert deliver(datetime(2026, 9, 21, 23, 0, tzinfo=UTC))["sent"] == 1
    assert quiet_until(alice, NOW) is None
    assert quiet_until(alice, datetime(2026, 9, 21, 14, 30, tzinfo=UTC)) == datetime(2026, 9, 21, 23, 0, tzinfo=UTC)


def test_a_lease_that_nobody_ended_comes_up_again() -> None:
    tell_year(user("alice"))
    assert len(claim(10, NOW)) == 1
    assert claim(10, NOW + timedelta(seconds=LEASE_SECONDS - 1)) == []
    again = claim(10, NOW + timedelta(seconds=LEASE_SECONDS))
    assert [row.attempts for row in again] == [2]


def test_the_clock_of_the_database_serves_where_no_moment_is_given() -> None:
    alice = user("alice")
    tell_year(alice, at=timezone.now() - timedelta(minutes=1))
    assert len(claim(10)) == 1
    assert claim(10) == []


def test_five_failures_are_failed_and_an_alarm(roles: None, settings) -> None:
    settings.EMAIL_BACKEND = "nobody.knows.this.Backend"
    operator = user("operator")
    grant_role(operator, "admin", actor=None)
    tell_year(user("alice"))
    moment = NOW
    for _try in range(5):
        deliver(moment)
        moment += timedelta(hours=2)
    row = Delivery.objects.get(recipient__username="alice")
    assert (row.state, row.attempts) == ("failed", 5)
    assert "ImportError" in row.error or "ModuleNotFoundError" in row.error
    assert Notice.objects.filter(template="delivery.failed", recipient=operator).count() == 1
    assert failed_deliveries() == 1
    assert retry_failed(actor=operator, at=moment) == 1
    assert Delivery.objects.get(recipient__username="alice").state == "waiting"


def test_a_delivery_that_kills_its_process_five_times_fails(roles: None) -> None:
    tell_year(user("alice"))
    moment = NOW
    for _try in range(5):
        assert len(claim(10, moment)) == 1
        moment += timedelta(seconds=LEASE_SECONDS)
    deliver(moment)
    assert Delivery.objects.get().state == "failed"
    assert mail.outbox == []


def test_what_waited_for_days_is_not_sent_any_more() -> None:
    tell_year(user("alice"))
    assert deliver(NOW + timedelta(days=4))["expired"] == 1
    assert mail.outbox == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_once() -> None:
    for number in range(200):
        tell_year(user(f"u{number}"))
    sent: list[int] = []

    def run() -> None:
        try:
            while claims := claim(20, NOW):
                mark_sent([row.id for row in claims], NOW)
                sent.extend(row.id for row in claims)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sent) == len(set(sent)) == 200


class Receiver(BaseHTTPRequestHandler):
    """A chat service on loopback."""

    seen: list[dict[str, object]] = []
    answer = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append({"path": self.path, "body": json.loads(body)})
        self.send_response(self.answer)
        if self.answer == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b'{"code": 0}')

    do_GET = do_POST

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Receiver]]:
    """Feishu, answered by a server on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/hook/{{token}}/"
    monkeypatch.setattr(NotifyFeishu, "notify_url", address)
    monkeypatch.setattr(NotifyFeishu, "request_rate_per_sec", 0)
    local = Channel("feishu", "Feishu", "feishu", "127.0.0.1")
    monkeypatch.setitem(CHANNELS_BY_CODE, "feishu", local)
    monkeypatch.setattr(Receiver, "seen", [])
    yield Receiver
    server.shutdown()
    server.server_close()


def test_a_chat_message_reaches_its_webhook(chat: type[Receiver]) -> None:
    alice = user("alice", language="en")
    subscribe(alice, "mail", is_on=False, actor=alice)
    subscribe(alice, "feishu", is_on=True, address="token1", actor=alice)
    tell_year(alice)
    assert deliver(NOW)["sent"] == 1
    assert chat.seen[0]["path"] == "/hook/token1/"
    assert "2027" in str(chat.seen[0]["body"])


def test_a_redirect_is_not_followed(chat: type[Receiver], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat, "answer", 302)
    assert send_to(CHANNELS_BY_CODE["feishu"], "token1", "subject", "body") != ""
    assert [row["path"] for row in chat.seen] == ["/hook/token1/"]


def test_another_host_than_the_channels_own_is_not_reached(chat: type[Receiver]) -> None:
    foreign = Channel("feishu", "Feishu", "feishu", "open.feishu.cn")
    assert "host" in send_to(foreign, "token1", "s", "b") or "主机" in send_to(foreign, "token1", "s", "b")
    assert chat.seen == []


@pytest.mark.parametrize("code", ["wecom", "dingtalk", "feishu", "slack"])
def test_the_shipped_hosts_are_those_of_the_services(code: str) -> None:
    channel = CHANNELS_BY_CODE[code]
    token = {"slack": "T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7"}.get(code, "a" * 32)
    assert channels.allowed_plugin(channel, token) is not None


@pytest.mark.parametrize("token", ["a@evil.example/x", "x?redirect=yes", "../../x", "127.0.0.1:80", "a#b"])
def test_a_token_cannot_lead_elsewhere(token: str) -> None:
    plugin = channels.allowed_plugin(CHANNELS_BY_CODE["feishu"], token)
    assert plugin is None or (plugin.redirects is False and "open.feishu.cn" in plugin.notify_url)
