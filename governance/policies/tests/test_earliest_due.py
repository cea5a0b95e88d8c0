"""Limits on different clocks are each reckoned, and the earliest is taken (R-060, W-03)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from governance.policies.due import earliest_due

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_one_hour_from_the_evening_ends_the_next_working_morning(make_account: Make) -> None:
    account = make_account("kuaishou-main", "kuaishou_health")
    due = earliest_due("reply.ordinary", account=account, start=datetime(2026, 6, 3, 17, 40, tzinfo=SHANGHAI))
    assert due.due_at == datetime(2026, 6, 4, 9, 40, tzinfo=SHANGHAI)
    assert (due.pack, due.clause, due.calendar) == ("kuaishou_health", "K-4.3.1a", "CN")
    assert due.policy_version_id is not None


def test_the_earliest_of_two_clocks_wins_whichever_looks_shorter(make_account: Make) -> None:
    account = make_account("both", "self_media", "overseas")
    friday = datetime(2026, 6, 5, 17, 30, tzinfo=SHANGHAI)
    due = earliest_due("reply.complex", account=account, start=friday)
    assert due.pack == "overseas"
    assert due.due_at == datetime(2026, 6, 5, 21, 30, tzinfo=SHANGHAI)
    assert {row.part.pack for row in due.took_part} == {"self_media", "overseas"}


def test_overseas_limits_run_on_the_calendar_of_the_market(make_account: Make) -> None:
    account = make_account("youtube-main", "overseas", market="US")
    due = earliest_due("reply.ordinary", account=account, start=datetime(2026, 6, 3, 20, 0, tzinfo=UTC))
    assert due.calendar == "US"
    assert earliest_due(
        "reply.ordinary", account=account, start=datetime(2026, 6, 3, 20, 0, tzinfo=UTC), calendar="CN"
    ).calendar == "CN"  # fmt: skip
