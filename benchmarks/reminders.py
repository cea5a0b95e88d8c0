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
    """Two outbox rows and one update for each overdue row, set-based, in batches."""
    serial = "INTEGER PRIMARY KEY" if connection.vendor == "sqlite" else "BIGSERIAL PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_deadline (id bigint PRIMARY KEY, rung int)")
        cursor.execute(f"CREATE TABLE bench_outbox (id {serial}, deadline_id bigint, text text)")
        cursor.executemany("INSERT INTO bench_deadline VALUES (%s, 0)", [(number,) for number in range(count)])
        outbox = "INSERT INTO bench_outbox (deadline_id, text) SELECT id, 'due' FROM bench_deadline"

        def once() -> None:
            for start in range(0, count, BATCH):
                span = [start, start + BATCH]
                with transaction.atomic():
                    for _row in range(2):
                        cursor.execute(f"{outbox} WHERE id >= %s AND id < %s", span)
                    cursor.execute("UPDATE bench_deadline SET rung = rung + 1 WHERE id >= %s AND id < %s", span)

        return median(once, runs=3, scale=1)
