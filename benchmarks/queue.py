"""Items 2 and 3: the inbox at 100,000 and at 1,000,000 messages: the queue page, the search, one message's page."""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta
from functools import partial
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from benchmarks.measuring import Bench, analyze, median, rows, statements
from benchmarks.multiplying import multiply_messages
from benchmarks.world import World, make_world
from interactions.inbox.models import Message
from interactions.inbox.receiving import Incoming, receive_messages

WORDS = ("delivery", "late", "broken", "refund", "thanks", "account", "price", "stock", "colour", "return", "photo")
CHINESE = ("请问怎么保存", "快递什么时候到", "想要退款怎么操作", "客服电话打不通", "可以开发票吗", "视频很有用")
MESSAGES = 100_000
# So many are taken in by the services; the database copies them.
PATTERN = 10_000
PAGE = """
SELECT m.id, m.text, m.due_at, c.handle, a.handle FROM interactions_message m
JOIN interactions_contact c ON c.id = m.contact_id JOIN accounts_platformaccount a ON a.id = m.account_id
WHERE m.queue_at > '2000-01-01' ORDER BY m.queue_at, m.id LIMIT 25
"""


def fill_messages(world: World, count: int, *, now: datetime) -> None:
    """Messages of all accounts, by the service that imports them."""
    dice = random.Random(11)
    for number, account in enumerate(world.accounts):
        incoming = [
            Incoming(
                channel="comment",
                external_id=f"m{number}-{place}",
                author_id=f"u{place % 5000}",
                author=f"user {place % 5000}",
                text=f"{dice.choice(CHINESE)} {' '.join(dice.choices(WORDS, k=8))}",
                posted_at=now - timedelta(minutes=dice.randrange(1, 60 * 24 * 300)),
            )
            for place in range(count // len(world.accounts))
        ]
        receive_messages(account, incoming, actor=world.people["agent"], at=now)


def get(client: Client, address: str) -> None:
    """The whole request; anything but a page ends the measurement."""
    response = client.get(address, secure=True)
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}")


def run(bench: Bench) -> None:
    """The addresses that people open, with as many messages as performance.md asks for, and with ten times as many."""
    call_command("prepare", files_only=True, stdout=StringIO())  # pages name their static files as in production
    world = make_world(accounts=20)
    fill_messages(world, rows(PATTERN), now=timezone.now() - timedelta(hours=1))
    multiply_messages(MESSAGES // PATTERN)
    measure(bench, world, f"{rows(MESSAGES):,} messages")
    multiply_messages(10)
    measure(bench, world, f"{rows(MESSAGES * 10):,} messages")


def measure(bench: Bench, world: World, size: str) -> None:
    """Every address, with its processor time beside the time that passed: the machine may have other guests."""
    analyze()
    client = Client()
    client.force_login(world.people["agent"])
    newest = Message.objects.order_by("-pk").values_list("pk", flat=True)[0]
    figures = (
        (2, "queue page", "/inbox/", "<= 15 ms, <= 8 statements"),
        (2, "queue searched, English phrase", "/inbox/?q=refund+thanks", "<= 25 ms"),
        (2, "queue searched, 退款", "/inbox/?q=退款", "<= 25 ms"),
        (3, "message page", f"/inbox/{newest}/", "<= 15 ms, <= 12 statements"),
    )
    for item, name, address, target in figures:
        ask = partial(get, client, address)
        ask()
        more = {"limit": median(raw_page, runs=5)} if name == "queue page" else {}
        cpu = median(ask, runs=15, clock=time.process_time)
        ours = median(ask, runs=15)
        bench.line(item, f"{name}, {size}", ours, "ms", sql=statements(ask), target=target, cpu=cpu, **more)


def raw_page() -> None:
    """The page's rows by the index, with what they show, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(PAGE)
        cursor.fetchall()
