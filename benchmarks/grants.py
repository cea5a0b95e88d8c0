"""Issue 3: the list of 100,000 grants and what is found among them, through their addresses; one check a row."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from functools import partial
from io import StringIO
from itertools import cycle

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.public import User
from benchmarks.measuring import Bench, analyze, median, rows, statements
from benchmarks.queue import get
from benchmarks.world import World, make_world
from governance.public import Grant, LedgerEntry, can, grant_role, insert_many

GRANTS, ACCOUNTS, CHECKS = 100_000, 20, 5_000
ROLES = ("author", "agent", "analyst", "publisher", "first_reviewer")
PAGE = """
SELECT g.id, g.role, g.begins_at, g.expires_at, g.ended_at, p.username, p.display_name, a.handle, b.username
FROM governance_grant g JOIN accounts_user p ON p.id = g.person_id
LEFT JOIN accounts_platformaccount a ON a.id = g.account_id LEFT JOIN accounts_user b ON b.id = g.begun_by_id
ORDER BY g.id DESC LIMIT 26
"""


def fill_grants(world: World, count: int, now: datetime) -> None:
    """So many rows of the register: every person the same roles on every account, one in three ended."""
    each = len(ROLES) * len(world.accounts)
    people = insert_many(
        [User(username=f"person{number}", display_name=f"人员{number}") for number in range(count // each)]
    )
    giver = world.people["manager"].pk
    ended = {"ended_at": now, "ended_because": "revoked"}
    insert_many(
        [
            Grant(
                person=person, role=role, account=account, begins_at=now - timedelta(days=200), begun_by_id=giver,
                **(ended if (place + number) % 3 == 0 else {}),
            )
            for number, person in enumerate(people)
            for role in ROLES
            for place, account in enumerate(world.accounts)
        ]
    )  # fmt: skip


def fill_uses(count: int, now: datetime) -> None:
    """So many entries of the ledger, over a year: every other person has drafted on every account."""
    held = (
        Grant.objects.filter(role="author").order_by("person_id", "account_id").values_list("person_id", "account_id")
    )
    places = [place for place in held if place[0] % 2]
    insert_many(
        [
            LedgerEntry(
                event="draft.changed", actor_id=person, kind="draft", object_id=number, account_id=account,
                payload={}, at=now - timedelta(minutes=5 * number), recorded_at=now,
            )
            for number, (person, account) in zip(range(count), cycle(places), strict=False)
        ]
    )  # fmt: skip


def raw_page() -> None:
    """What the database alone takes for the rows of one page."""
    with connection.cursor() as cursor:
        cursor.execute(PAGE)
        cursor.fetchall()


def run(bench: Bench) -> None:
    """The addresses that people open, and `can()` with the scope of a request loaded."""
    call_command("prepare", files_only=True, stdout=StringIO())  # pages name their static files as in production
    world, now = make_world(accounts=ACCOUNTS), timezone.now()
    fill_grants(world, rows(GRANTS), now)
    fill_uses(rows(GRANTS), now)
    admin = User.objects.create_user("admin_of_people")
    grant_role(admin, "admin", actor=None)
    analyze()
    client = Client()
    client.force_login(admin)
    limit = median(raw_page, runs=7)
    last = Grant.objects.order_by("pk").values_list("pk", flat=True)[0]
    size = f"{rows(GRANTS):,} grants"
    for name, address, target in (
        ("list", "/grants/", "<= 15 ms, <= 8 statements"),
        ("list by role and state", "/grants/?role=author&state=current", "<= 15 ms, <= 8 statements"),
        ("list of one account", "/grants/?account=weibo-3", "<= 15 ms, <= 8 statements"),
        ("list by name", "/grants/?q=person77", "<= 15 ms, <= 8 statements"),
        ("one grant", f"/grants/{last}/", "<= 15 ms, <= 12 statements"),
        ("long unused, counted", "/recertification/findings/?tab=unused", "<= 2,000 ms"),
        ("in conflict, counted", "/recertification/findings/?tab=conflicts", "<= 2,000 ms"),
    ):
        ask = partial(get, client, address)
        ask()
        bench.line(
            3, f"{name}, {size}", median(ask, runs=15), "ms", limit=limit, target=target, sql=statements(ask),
            cpu=median(ask, runs=15, clock=time.process_time),
        )  # fmt: skip
    check(bench, world, now)


def check(bench: Bench, world: World, now: datetime) -> None:
    """One check a row, for somebody who holds roles with ends, one of them past and not swept."""
    some = User.objects.create_user("some")
    grant_role(some, "agent", accounts=world.accounts[:5], actor=None, expires_at=now + timedelta(days=9))
    grant_role(
        some, "analyst", accounts=world.accounts[5:6], actor=None, at=now - timedelta(days=9),
        expires_at=now - timedelta(days=1),
    )  # fmt: skip
    some = User.objects.get(pk=some.pk)
    found = list(Grant.objects.order_by("pk")[:CHECKS])
    can(some, "accounts.reply", found[0])
    took = median(lambda: [can(some, "accounts.reply", row) for row in found], per=len(found), scale=1e6)
    held = {account.pk for account in world.accounts[:5]}
    limit = median(lambda: [row.account_id in held for row in found], per=len(found), scale=1e6)
    bench.line(3, "one check a row", took, "us", limit=limit, target="<= 3 us")
