"""Item 2a: 100,000 messages taken in from a file: classed, due, findable, each once; then the same file again."""

from __future__ import annotations

import csv
import random
import tempfile
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from benchmarks.measuring import Bench, median, resident_mb, rows
from benchmarks.world import make_world
from interactions.importing.services import import_messages

HEAD = ("external_id", "channel", "author", "author_id", "text", "posted_at", "answers_to")
CHINA = ZoneInfo("Asia/Shanghai")
SENTENCES = (
    "这款面霜什么时候补货？",
    "收到的包装破了，我要退款",
    "Where can I buy this in Shanghai?",
    "用了两周感觉很好，会再买",
    "客服一直没有回复，太差了",
    "建议出一个小瓶装",
    "Love the new colour, thank you!",
    "可以开发票吗",
)


def write_file(path: Path, count: int) -> None:
    """So many comments of a third as many people, written over the last ninety days."""
    dice = random.Random(3)
    begin = timezone.now().astimezone(CHINA).replace(microsecond=0) - timedelta(days=90)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for number in range(count):
            person = dice.randrange(max(1, count // 3))
            posted = begin + timedelta(seconds=90 * 86_400 * number // (count + 1))
            text = f"{dice.choice(SENTENCES)} {dice.choice(SENTENCES)} #{number % 977}"
            writer.writerow([f"M{number:07d}", "comment", f"顾客{person}", f"u{person}", text, posted.isoformat(), ""])


def run(bench: Bench) -> None:
    """The first time everything is new, the second time nothing is."""
    world, count = make_world(), rows(100_000)
    account, actor = world.accounts[0], world.people["agent"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messages.csv"
        write_file(path, count)
        before = resident_mb()

        def once() -> None:
            outcome = import_messages(path, account, actor=actor)
            if not outcome.good or outcome.rows != count:
                raise SystemExit(f"the import failed: {outcome.errors[:3]}")

        share = 100_000 / count
        first = median(once, runs=1, scale=1) * share
        growth = resident_mb() - before
        again = median(once, runs=1, scale=1) * share
    bench.line(2, "take in 100,000 messages", first, "s", rss_growth_mb=growth, target="<= 20 s")
    bench.line(2, "the same messages again", again, "s", target="<= 20 s")
