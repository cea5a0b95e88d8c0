"""Item 1: create, submit, approve, approve, check and publish, through the services that the pages call.

Every step is another request: its person comes without remembered rights and its record is read anew. What stands
before a service in a request (session, login, forms) is not counted, here as at the peer; everybody has an address,
so that every notice leaves with a mail.
"""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from accounts.public import User
from benchmarks.measuring import Bench, median, rows, statements
from benchmarks.world import World, make_world
from content.drafts.models import Draft
from content.drafts.services import create_draft
from content.plans.models import PlanItem
from content.plans.services import approve_plan, create_plan, submit_plan
from content.publishing.recording import record_publication
from content.publishing.services import items_for, tick_preflight
from content.review.models import ReviewSlot
from content.review.services import decide
from content.review.submission import submit_draft

CYCLES = 40
COLUMNS = [field.attname for field in User._meta.concrete_fields]


def approved_plan(world: World, now: datetime) -> PlanItem:
    """The plan item that the drafts hang on."""
    author = world.people["author"]
    plan = create_plan(
        actor=author,
        account=world.accounts[0],
        at=now,
        title="春季新品",
        direction="介绍新品",
        audience="老客户",
        topic="新品",
        content_type="product_intro",
        medium="text",
        frequency="weekly",
        planned_at=now + timedelta(days=1),
        script_owner=author,
    )
    return approve_plan(submit_plan(plan, actor=author, at=now), actor=world.people["manager"], at=now)


def at_next_request(person: User) -> User:
    """The same person as their next request knows them: every right is read again."""
    return User.from_db(person._state.db, COLUMNS, [getattr(person, name) for name in COLUMNS])


def cycle(world: World, plan: PlanItem, number: int, now: datetime) -> None:
    """One draft from its first word to its publication, with rights, signatures, ledger, notices and deadlines."""
    people, account = world.people, world.accounts[0]
    number_of_draft = create_draft(
        actor=at_next_request(people["author"]),
        account=account,
        at=now,
        title=f"新品上市 {number}",
        content_type="product_intro",
        body="我们的新品今天与大家见面，欢迎到店体验。",
        medium="text",
        hashtags=["新品"],
        originality="own",
        window_start=now,
        window_end=now + timedelta(days=2),
        plan_item=plan,
    ).pk
    draft = submit_draft(Draft.objects.get(pk=number_of_draft), actor=at_next_request(people["author"]), at=now)
    for stage, role in (("first", "first_reviewer"), ("final", "final_reviewer")):
        slot = ReviewSlot.objects.get(version_id=draft.current_version_id, stage=stage)
        marks = dict.fromkeys(slot.criteria, "pass")
        actor = at_next_request(people[role])
        decide(slot, actor=actor, decision="approve", marks=marks, reauthenticated_at=now, at=now)
    draft, actor = Draft.objects.get(pk=number_of_draft), at_next_request(people["publisher"])
    tick_preflight(draft, account, actor=actor, items=items_for(draft, account, now), at=now)
    draft, actor = Draft.objects.get(pk=number_of_draft), at_next_request(people["publisher"])
    address = f"https://weibo.com/p/{number}"
    record_publication(draft, account, actor=actor, url=address, published_text=draft.body, at=now)


def run(bench: Bench) -> None:
    """Cycles a database does in a row, beside thirteen raw statements in four transactions."""
    world, now, numbers = make_world(), timezone.now(), itertools.count()
    User.objects.update(email=Concat("username", Value("@example.com")))
    plan = approved_plan(world, now)
    for _warm in range(3):
        cycle(world, plan, next(numbers), now)
    sql = statements(lambda: cycle(world, plan, next(numbers), now))
    count = rows(CYCLES)

    def cycles() -> None:
        for _cycle in range(count):
            cycle(world, plan, next(numbers), now)

    ours = median(cycles, per=count)
    target = "<= 30x limit" if bench.database == "sqlite" else "<= 6x limit"
    bench.line(1, "review cycle", ours, "ms/cycle", limit=raw_limit(count), sql=sql, target=target)


def raw_limit(count: int) -> float:
    """A draft, its version, two reviews and four audit rows, with guarded updates, in four transactions."""
    is_sqlite = connection.vendor == "sqlite"
    serial = "INTEGER PRIMARY KEY" if is_sqlite else "BIGSERIAL PRIMARY KEY"
    add_row = "INSERT INTO bench_row (draft_id, text) VALUES (%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_draft (id {serial}, title text, body text, state text)")
        cursor.execute(f"CREATE TABLE bench_row (id {serial}, draft_id bigint, text text)")

        def one() -> None:
            draft = 0
            for number in range(4):
                cursor.execute("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
                if number == 0:
                    cursor.execute("INSERT INTO bench_draft (title, body, state) VALUES ('t', 'b', '0') RETURNING id")
                    draft = cursor.fetchone()[0]
                    cursor.execute(add_row, [draft, "version"])
                else:
                    states = (str(number), draft, str(number - 1))
                    cursor.execute("UPDATE bench_draft SET state = %s WHERE id = %s AND state = %s", states)
                    if number < 3:
                        cursor.execute(add_row, [draft, "review"])
                cursor.execute(add_row, [draft, "audit"])
                cursor.execute("COMMIT")

        def cycles() -> None:
            for _cycle in range(count):
                one()

        return median(cycles, per=count)
