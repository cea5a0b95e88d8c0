"""The calendar: a month of 2,000 posts, as its publisher gets it with everything that can be dragged."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from functools import partial
from io import StringIO

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from benchmarks.measuring import Bench, analyze, median, rows, statements
from benchmarks.queue import get
from benchmarks.world import World, make_world
from content.drafts.models import Draft, DraftTarget, DraftVersion

POSTS = 2_000
ITEM = 14


def fill_month(world: World, count: int, *, first: datetime) -> None:
    """So many posts of all accounts, spread over the month; every second one is approved and may be moved."""
    people = world.people
    signed = {"first_signer": people["first_reviewer"], "final_signer": people["final_reviewer"], "status": "approved"}
    begun = Draft.objects.create(
        account=world.accounts[0], author=people["author"], title="x", content_type="culture", medium="text",
        created_at=first, updated_at=first,
    )  # fmt: skip
    version = DraftVersion.objects.create(
        draft=begun, account=begun.account, number=1, sealed={}, sha256="0" * 64, submitted_by=begun.author,
        submitted_at=first,
    )  # fmt: skip
    drafts = Draft.objects.bulk_create(
        Draft(
            account=world.accounts[number % len(world.accounts)], author=world.people["author"],
            title=f"第{number}篇：门店本周新品与活动预告", content_type="culture", medium="text",
            created_at=first, updated_at=first, slots_total=3, slots_signed=number % 3,
            shown_at=first + timedelta(minutes=number * 28 * 24 * 60 // count),
            **({**signed, "current_version": version} if number % 2 else {}),
        )
        for number in range(count)
    )  # fmt: skip
    DraftTarget.objects.bulk_create(DraftTarget(draft=draft, account_id=draft.account_id) for draft in drafts)


def run(bench: Bench) -> None:
    """The month, the week and the agenda by their address."""
    call_command("prepare", files_only=True, stdout=StringIO())
    world = make_world(accounts=20)
    first = timezone.localtime().replace(day=1, hour=8, minute=0, second=0, microsecond=0)
    fill_month(world, rows(POSTS), first=first)
    analyze()
    client = Client()
    client.force_login(world.people["publisher"])
    for view in ("month", "week", "agenda"):
        ask = partial(get, client, f"/calendar/?view={view}&date={first.date().isoformat()}")
        ask()
        cpu = median(ask, runs=15, clock=time.process_time)
        ours = median(ask, runs=15)
        target = "<= 60 ms CPU, <= 10 statements" if view == "month" else "-"
        bench.line(
            ITEM, f"calendar {view}, {rows(POSTS):,} posts a month", ours, "ms", sql=statements(ask), target=target,
            cpu=cpu,
        )  # fmt: skip
