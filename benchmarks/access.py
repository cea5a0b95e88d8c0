"""Item 5: who may see what over 100,000 rows: the count by scope column, and one check a row."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from accounts.public import User
from benchmarks.measuring import Bench, analyze, median, rows
from benchmarks.queue import fill_messages
from benchmarks.world import make_world
from governance.public import VIEW_ACCOUNT, accounts_for, can, grant_role
from interactions.inbox.models import Message


def run(bench: Bench) -> None:
    """A person with rights on five of twenty accounts."""
    world = make_world(accounts=20)
    fill_messages(world, rows(100_000), now=timezone.now() - timedelta(hours=1))
    analyze()
    some = User.objects.create_user("some")
    grant_role(some, "agent", accounts=world.accounts[:5], actor=None)
    some = User.objects.get(pk=some.pk)
    ids = accounts_for(some, VIEW_ACCOUNT)
    marks = ",".join(["%s"] * len(ids))

    def raw_count() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM interactions_message WHERE account_id IN ({marks})", list(ids))
            cursor.fetchone()

    ours = median(lambda: Message.objects.visible_to(some).count())
    bench.line(5, "visible rows counted", ours, "ms", limit=median(raw_count), target="<= 3x limit")
    messages = list(Message.objects.order_by("pk")[:5000])
    check = median(lambda: [can(some, "accounts.reply", row) for row in messages], per=len(messages), scale=1e6)
    held = set(ids)
    limit = median(lambda: [row.account_id in held for row in messages], per=len(messages), scale=1e6)
    bench.line(5, "one check a row", check, "us", limit=limit, target="<= 3 us")
