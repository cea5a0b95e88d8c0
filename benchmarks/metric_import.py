"""Item 4a: 100,000 rows of figures from a file to the tables, checked and compared, beside raw inserts."""

from __future__ import annotations

import csv
import random
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from analytics.imports.services import check_file, import_file
from benchmarks.measuring import Bench, median, resident_mb, rows
from benchmarks.world import make_world

HEAD = ("platform", "account", "post_id", "published_at", "views", "likes", "comments", "shares")


def write_file(path: Path, count: int) -> None:
    """A generic export of so many posts."""
    dice = random.Random(5)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for number in range(count):
            day = date(2024, 1, 1) + timedelta(days=number % 700)
            figures = [dice.randrange(1, 10**limit) for limit in (5, 4, 3, 3)]
            writer.writerow(["weibo", "weibo-0", f"P{number:07d}", f"{day}T10:00:00+08:00", *figures])


def run(bench: Bench) -> None:
    """A first import with its preview, the same file again, and the raw limit."""
    world, count = make_world(), rows(100_000)
    account, actor = world.accounts[0], world.people["analyst"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        write_file(path, count)
        before = resident_mb()

        def once() -> None:
            check_file(path, account=account)
            outcome = import_file(path, account=account, actor=actor, source="command", name="export.csv")
            if outcome.errors or outcome.rows != count:
                raise SystemExit(f"the import failed: {outcome.errors[:3]}")

        share = 100_000 / count
        first = median(once, runs=1, scale=1) * share
        growth = resident_mb() - before
        again = median(once, runs=2, scale=1) * share
        limit = raw_limit(path) * share
    target = "<= 3x limit, <= 60 MB growth"
    name = "import 100,000 rows with preview"
    bench.line(4, name, first, "s", limit=limit, rss_growth_mb=growth, target=target)
    bench.line(4, "the same file again", again, "s", limit=limit, target="<= 3x limit")


def raw_limit(path: Path) -> float:
    """Read the file and insert its rows into a bare table, in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_post (post_id text PRIMARY KEY, published text, v int, l int, c int, s int)"
        )

    def once() -> None:
        with path.open(newline="", encoding="utf-8") as file, transaction.atomic(), connection.cursor() as cursor:
            lines = csv.reader(file)
            next(lines)
            cursor.execute("DELETE FROM bench_post")
            values: list[list[Any]] = [
                [line[2], datetime.fromisoformat(line[3]).isoformat(), *map(int, line[4:])] for line in lines
            ]
            cursor.executemany("INSERT INTO bench_post VALUES (%s, %s, %s, %s, %s, %s)", values)

    return median(once, runs=3, scale=1)
