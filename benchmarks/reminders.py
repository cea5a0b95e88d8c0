"""Item 7: 100,000 overdue deadlines rung by the sweep, and deliveries claimed and marked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.measuring import Bench, analyze, median, rows
from benchmarks.world import World, make_world
from governance.deadlines.sweep import ring
from governance.notices.delivery import claim, mark_sent
from governance.notices.models import Delivery, Notice
from governance.public import open_deadlines

BATCH = 1000


def run(bench: Bench) -> None:
    """Deadlines that all fell due, each with an owner who must be told."""
    world, count, now = make_world(), rows(100_000), timezone.now()
    for start in range(0, count, 5000):
        open_deadlines([spec(world, number, now) for number in range(start, min(start + 5000, count))], at=now)
    analyze()
    ring(now - timedelta(hours=2))
    share = 100_000 / count
    ours = median(lambda: ring(now), runs=1, scale=1) * share
    limit = raw_escalation(count) * share
    bench.line(7, "escalate 100,000 overdue", ours, "s", limit=limit, target="<= 2x limit")
    waiting = lay_deliveries(world.people["agent"].pk, rows(50_000))
    analyze()
    seconds = median(claim_and_mark, runs=1, scale=1)
    bench.line(7, "deliveries claimed and marked", waiting / seconds, "per s", target=">= 20,000 per s")


def spec(world: World, number: int, now: datetime) -> dict[str, Any]:
    """A deadline of the agent that fell due an hour ago, after four days."""
    return {
        "kind": "message",
        "object_id": number,
        "purpose": "reply",
        "owner_id": world.people["agent"].pk,
        "calendar": "CN",
        "due": now - timedelta(hours=1),
        "start": now - timedelta(hours=97),
        "account_id": world.accounts[0].pk,
    }


def lay_deliveries(recipient: int, count: int) -> int:
    """Waiting deliveries, one for each of so many notices; returns how many."""
    Delivery.objects.all().delete()
    notices = list(Notice.objects.values_list("pk", flat=True)[:count])
    turn = timezone.now() - timedelta(minutes=10)
    waiting = [Delivery(notice_id=pk, recipient_id=recipient, channel="mail", next_try_at=turn) for pk in notices]
    Delivery.objects.bulk_create(waiting, batch_size=BATCH)
    return len(notices)


def claim_and_mark() -> None:
    """What the deliverer does around sending, without the sending."""
    while claims := claim(BATCH):
        mark_sent([row.id for row in claims], timezone.now())


def raw_escalation(count: int) -> float:
    """The least that rings so many deadlines: two outbox rows and one update each, set-based, in one transaction.

    The tables are bare but for what the promises need: whom to tell what once, what is unread, what is due next.
    """
    serial = "INTEGER PRIMARY KEY AUTOINCREMENT" if connection.vendor == "sqlite" else "BIGSERIAL PRIMARY KEY"
    moment = "text" if connection.vendor == "sqlite" else "timestamptz"
    past, far, now = "2026-01-01 00:00:00", "2026-02-02 00:00:00", "2026-01-02 00:00:00"
    tables = f"""
        CREATE TABLE bench_deadline (id bigint PRIMARY KEY, owner_id bigint, rung int, state text, next_at {moment});
        CREATE INDEX bench_due ON bench_deadline (next_at, id) WHERE state = 'running';
        CREATE TABLE bench_outbox (id {serial}, recipient_id bigint, key text, text text, created_at {moment},
            read_at {moment}, UNIQUE (recipient_id, key));
        CREATE INDEX bench_unread ON bench_outbox (recipient_id, id) WHERE read_at IS NULL"""
    outbox = f"""INSERT INTO bench_outbox (recipient_id, key, text, created_at)
        SELECT owner_id + %s, 'deadline:' || id || ':' || rung, 'due', '{now}' FROM bench_deadline
        WHERE state = 'running' AND next_at <= '{now}' ON CONFLICT DO NOTHING"""
    move = f"""UPDATE bench_deadline SET rung = rung + 1, next_at = '{far}'
        WHERE state = 'running' AND next_at <= '{now}'"""
    with connection.cursor() as cursor:
        for statement in tables.split(";"):
            cursor.execute(statement)
        rows = [(number, number % 7, past) for number in range(count)]
        cursor.executemany("INSERT INTO bench_deadline VALUES (%s, %s, 0, 'running', %s)", rows)
        analyze()

        def again() -> None:
            cursor.execute("DELETE FROM bench_outbox")
            cursor.execute(f"UPDATE bench_deadline SET rung = 0, next_at = '{past}'")
            if connection.vendor == "postgresql":
                cursor.execute("VACUUM ANALYZE bench_deadline, bench_outbox")

        def once() -> None:
            with transaction.atomic():
                for recipient in (0, 7):
                    cursor.execute(outbox, [recipient])
                cursor.execute(move)

        taken = []
        for _run in range(3):
            again()
            taken.append(median(once, runs=1, scale=1))
        return sorted(taken)[1]
