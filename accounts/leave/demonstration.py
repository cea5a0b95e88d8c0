"""The demo company's leave: one over, one under way, one to come, one refused, one that waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from accounts.leave.handover import hand_over
from accounts.leave.services import ask_leave
from governance.public import DemoCompany, decide_approval


@dataclass(frozen=True, slots=True)
class DemoLeave:
    """Days counted from the company's last day; `decided` is the superior's answer, or None while it waits."""

    person: str
    deputy: str
    asked: int
    first: int
    days: int
    reason: str
    decided: bool | None = True
    note: str = ""


LEAVES = (
    DemoLeave("analyst_tao", "analyst", -60, -45, 5, "年假 / Annual leave"),
    DemoLeave(
        "author_emily", "author_leo", -50, -38, 3, "私事 / Private matters", False,
        "促销期间人手不足 / Too few people during the sale",
    ),
    DemoLeave("hr_head", "hr_1", -20, -1, 4, "年假 / Annual leave"),
    DemoLeave("quality_head", "adviser", -10, 12, 5, "探亲 / A visit to the family"),
    DemoLeave("agent_sun", "agent_zhu", 0, 20, 2, "体检 / A medical examination", None),
)  # fmt: skip


def fill_leaves(company: DemoCompany) -> None:
    """Asked for and decided through the services, each on its day."""
    for row in LEAVES:
        person = company.people[row.person]
        day = company.until + timedelta(days=row.asked)
        at = min(company.at(day, 10), company.now)
        first = company.until + timedelta(days=row.first)
        leave = ask_leave(
            actor=person, first_day=first, last_day=first + timedelta(days=row.days - 1),
            deputy=company.people[row.deputy], reason=row.reason, at=at,
        )  # fmt: skip
        if row.decided is not None and leave.request is not None and person.superior is not None:
            decide_approval(
                leave.request, actor=person.superior, agree=row.decided, note=row.note, at=company.at(day, 15)
            )
    hand_over(company.now)
