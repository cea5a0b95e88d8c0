"""Item 6: one deadline on a working calendar, beside a bare look-up in a day table."""

from __future__ import annotations

import bisect
import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.measuring import Bench, median, rows
from governance.public import due_at
from governance.seeds import seed

CHINA = ZoneInfo("Asia/Shanghai")
DAY = 540


def run(bench: Bench) -> None:
    """Due times of one working hour from random moments of two years."""
    seed()
    dice = random.Random(7)
    begin = datetime(2025, 1, 6, tzinfo=UTC)
    starts = [begin + timedelta(minutes=dice.randrange(60 * 24 * 600)) for _number in range(rows(20_000))]
    due_at("CN", starts[0], 60)
    ours = median(lambda: [due_at("CN", start, 60) for start in starts], per=len(starts), scale=1e6)

    days = [begin.astimezone(CHINA).replace(hour=9, minute=0) + timedelta(days=number) for number in range(800)]
    open_days = [day for day in days if day.weekday() < 5]
    minutes = [index * DAY for index in range(len(open_days))]
    opens = [day.timestamp() for day in open_days]

    def look_up(start: datetime) -> datetime:
        local = start.astimezone(CHINA)
        index = max(0, bisect.bisect_right(opens, local.timestamp()) - 1)
        done = minutes[index] + min(DAY, max(0, int((local - open_days[index]).total_seconds() // 60)))
        wanted = bisect.bisect_right(minutes, done + 60) - 1
        return (open_days[wanted] + timedelta(minutes=done + 60 - minutes[wanted])).astimezone(UTC)

    limit = median(lambda: [look_up(start) for start in starts], per=len(starts), scale=1e6)
    bench.line(6, "deadline", ours, "us", limit=limit, target="<= 1.5x limit")
