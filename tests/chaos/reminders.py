"""For test_reminders_survive: fills a database with deadlines, and tells afterwards what rang.

python -m tests.chaos.reminders fill COUNT FIRST_SECONDS LAST_SECONDS
python -m tests.chaos.reminders report        prints JSON
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django

LADDER = "chaos"
PERCENTS = (50, 100)


def fill(count: int, first: int, last: int) -> None:
    """A deadline per person, due between `first` and `last` seconds from now, rung at half time and when due."""
    from django.utils import timezone

    from accounts.models import User
    from governance.deadlines.models import Ladder, LadderRung
    from governance.deadlines.rules import OWNER
    from governance.deadlines.services import open_deadlines

    ladder = Ladder.objects.create(code=LADDER, name_zh="混沌", name_en="Chaos")
    for percent in PERCENTS:
        LadderRung.objects.create(ladder=ladder, percent=percent, audience=OWNER, urgent=True)
    people = User.objects.bulk_create(
        [User(username=f"person{n}", email=f"person{n}@example.com", language="en") for n in range(count)]
    )
    now = timezone.now()
    open_deadlines(
        (
            {
                "kind": LADDER,
                "object_id": n,
                "purpose": "reply",
                "owner_id": person.pk,
                "due": now + timedelta(seconds=first + (last - first) * n // count),
                "calendar": "CN",
                "ladder": LADDER,
            }
            for n, person in enumerate(people, 1)
        ),
        at=now,
    )


def report() -> dict[str, object]:
    """In-app notices by (record, percent), their delays in seconds, and the deliveries by state."""
    from collections import Counter

    from governance.deadlines.models import Deadline
    from governance.deadlines.reckoning import moment_of
    from governance.notices.models import Delivery, Notice

    moments = {
        (row.object_id, percent): moment_of(stamp) for row in Deadline.objects.all() for percent, stamp in row.schedule
    }
    rung: Counter[tuple[int, int]] = Counter()
    delays = []
    for notice in Notice.objects.filter(template="deadline.rung"):
        place = (notice.object_id or 0, notice.params["percent"])
        rung[place] += 1
        delays.append((notice.created_at - moments[place]).total_seconds())
    return {
        "expected": len(moments),
        "lost": len(set(moments) - set(rung)),
        "doubled": sum(1 for times in rung.values() if times > 1),
        "latest": max(delays, default=0.0),
        "deliveries": dict(Counter(Delivery.objects.values_list("state", flat=True))),
    }


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill(*map(int, sys.argv[2:5]))
    else:
        print(json.dumps(report()))
