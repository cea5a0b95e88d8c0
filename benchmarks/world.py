"""A small company for the measurements, made by the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.public import (
    Department,
    PlatformAccount,
    User,
    add_department,
    add_person,
    appoint_reviewer,
    ask_opening,
)
from governance.public import ApprovalRequest, bind_pack, decide_approval, grant_role

ROLES = ("author", "first_reviewer", "final_reviewer", "publisher", "agent", "analyst", "manager")


@dataclass
class World:
    """People by role, and accounts."""

    people: dict[str, User]
    accounts: list[PlatformAccount]
    department: Department


def make_world(accounts: int = 1, pack: str = "douyin") -> World:
    """Seeds of every floor, one person per role, and so many accounts bound to the pack."""
    from analytics.seeds import seed as seed_analytics
    from governance.seeds import seed as seed_governance

    seed_governance()
    seed_analytics()
    past = timezone.now() - timedelta(days=2)
    department = add_department(actor=None, code="marketing", name_zh="市场部", name_en="Marketing", at=past)
    root = add_person(actor=None, username="root", is_superuser=True, at=past)
    people = {
        role: add_person(actor=None, username=role, department=department, superior=root, at=past) for role in ROLES
    }
    grant_role(people["manager"], "manager", actor=None, at=past)
    found = [_open_account(number, people["manager"], root, department, past) for number in range(accounts)]
    for account in found:
        bind_pack(pack, account=account, actor=None, at=past)
    for role, person in people.items():
        grant_role(person, role, accounts=found, actor=None, at=past)
    for role in ("first_reviewer", "final_reviewer"):
        appoint_reviewer(
            people[role], actor=root, training="Review", trained_on=past.date(), tested_on=past.date(), score=90,
            proof="Certificate 1", at=past,
        )  # fmt: skip
    return World({name: User.objects.get(pk=person.pk) for name, person in people.items()}, found, department)


def _open_account(number: int, asker: User, decider: User, department: Department, past: datetime) -> PlatformAccount:
    """Applied for by one, agreed to by another, as everywhere."""
    account = ask_opening(
        actor=asker, need="A measurement", at=past,
        values={
            "handle": f"weibo-{number}", "platform": "weibo", "name_zh": f"微博{number}", "name_en": f"Weibo {number}",
            "department": department, "market": "CN", "language": "zh-hans", "calendar": "CN",
            "name_basis": "official", "entity": "测试公司", "number_kind": "credit_code",
            "number": "91350100M000100Y43", "responsible": asker, "phone": "010-55550100",
            "mail": "main@company.example", "recovery": "other@company.example",
        },
    )  # fmt: skip
    request = ApprovalRequest.objects.waiting().get(target_kind="platform_account", target_id=account.pk)
    decide_approval(request, actor=decider, agree=True, at=past)
    account.refresh_from_db()
    return account
