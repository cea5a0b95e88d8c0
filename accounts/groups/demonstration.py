"""The demo company's governing groups: a leader and every unit that the rule books ask for."""

from __future__ import annotations

from accounts.groups.rules import LEADER
from accounts.groups.services import name_member
from governance.public import DemoCompany, Policy

# rule book -> unit (or leader, or nothing) and member
GROUPS = {
    "douyin": ((LEADER, "manager"), ("", "publisher"), ("", "first_reviewer")),
    "kuaishou_health": (
        (LEADER, "manager"), ("marketing", "author_wang"), ("publicity", "final_guo"), ("service", "supervisor"),
        ("", "adviser"),
    ),
    "self_media": ((LEADER, "executive"), ("marketing", "manager"), ("hr", "hr_head"), ("legal", "legal")),
    "overseas": (
        (LEADER, "overseas_head"), ("content", "author_emily"), ("publishing", "publisher_ivy"),
        ("interaction", "agent_kate"), ("data", "analyst_tao"),
    ),
}  # fmt: skip


def fill_groups(company: DemoCompany) -> None:
    """All named in the first week."""
    at = company.at(company.since, 9, 50)
    for pack, members in GROUPS.items():
        policy = Policy.objects.get(code=pack)
        for unit, username in members:
            name_member(policy, actor=company.people["admin"], person=company.people[username], unit=unit, at=at)
