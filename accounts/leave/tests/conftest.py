"""A superior with three people, and the steps that most tests need first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.leave.models import Leave
from accounts.leave.services import ask_leave
from accounts.models import Department, User
from governance.public import decide_approval

# A Wednesday morning in Shanghai; the leave is the Monday to Wednesday after.
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
MONDAY = date(2026, 6, 8)
DAY = timedelta(days=1)
BEGINS = datetime(2026, 6, 7, 16, 0, tzinfo=UTC)
DURING = BEGINS + DAY
ENDS = BEGINS + 3 * DAY


@dataclass
class Team:
    """chief > (anna, bert, carl)."""

    chief: User
    anna: User
    bert: User
    carl: User

    def ask(self, **extra: Any) -> Leave:
        """Anna asks, and names Bert."""
        values: dict[str, Any] = {
            "actor": self.anna, "first_day": MONDAY, "last_day": MONDAY + 2 * DAY, "deputy": self.bert,
            "reason": "年假", "at": NOW, **extra,
        }  # fmt: skip
        return ask_leave(**values)

    def approved(self, **extra: Any) -> Leave:
        """And the chief agrees."""
        leave = self.ask(**extra)
        assert leave.request is not None
        decide_approval(leave.request, actor=self.chief, agree=True, at=extra.get("at", NOW))
        leave.refresh_from_db()
        return leave


@pytest.fixture
def team(first_rows: None) -> Team:
    """The people, in one department."""
    unit = Department.objects.create(code="unit", name_zh="一部", name_en="Unit")
    boss = User.objects.create_user("boss")
    chief = User.objects.create_user("chief", department=unit, superior=boss)
    names = ("anna", "bert", "carl")
    return Team(chief, *(User.objects.create_user(name, department=unit, superior=chief) for name in names))
