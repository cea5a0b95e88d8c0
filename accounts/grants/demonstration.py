"""The demo company's roles: agreed to on the first morning, and a few changes over the months (R-012)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.grants.asking import Wish, ask_grants, wishes_like, wishes_of
from accounts.grants.rules import approver_of_role
from accounts.grants.services import take_role
from accounts.grants.sweeping import sweep_grants
from accounts.people.services import change_person
from accounts.platforms.models import PlatformAccount
from governance.public import (
    DEMO_COLLEAGUES,
    DEMO_LOGINS,
    ApprovalRequest,
    DemoCompany,
    DemoPerson,
    decide_approval,
    forget_scope,
    grant_role,
)

WELCOME = "公司启用本系统，按岗位授予角色。 / The site begins: roles by post."
REACH = {"all": ("CN", "US"), "china": ("CN",), "overseas": ("US",), "none": ()}
# Auditor and administrator see or manage without rights on single accounts.
WITHOUT_ACCOUNTS = ("auditor", "admin")


def found(company: DemoCompany) -> None:
    """Setup gives the first administrator; the executive agrees that the manager manages accounts."""
    admin, manager = company.people["admin"], company.people["manager"]
    grant_role(admin, "admin", actor=None, at=company.at(company.since, 8, 32))
    asked = ask_grants(
        [manager], [Wish("manager")], actor=admin, reason=WELCOME, at=company.at(company.since, 8, 34)
    )  # fmt: skip
    _agree(company, asked, company.at(company.since, 8, 40))


def fill_rights(company: DemoCompany) -> None:
    """Everybody's roles on the first morning: the administrator asks, whoever the rule books name agrees.

    Whoever has no superior asks for themselves, so that the administrator is free to agree; so does whoever gets a
    role that takes the administrator's yes.
    """
    at = company.at(company.since, 8, 52)
    asked: list[ApprovalRequest] = []
    for row in (*DEMO_LOGINS, *DEMO_COLLEAGUES):
        wishes = [wish for wish in _wishes(company, row) if row.username != "admin"]
        if wishes:
            person = company.people[row.username]
            alone = person.superior_id is None or any(approver_of_role(wish.role) for wish in wishes)
            asker = person if alone else company.people["admin"]
            asked += ask_grants([person], wishes, actor=asker, reason=WELCOME, at=at)
    _agree(company, asked, company.at(company.since, 8, 55))


def _wishes(company: DemoCompany, row: DemoPerson) -> Iterable[Wish]:
    accounts = [account for account in company.accounts.values() if account.market in REACH[row.scope]]
    for role in row.roles:
        yield from wishes_of([role], [] if role in WITHOUT_ACCOUNTS else accounts)


def _agree(company: DemoCompany, asked: Sequence[ApprovalRequest], at: datetime, *, agree: bool = True) -> None:
    """The first of those responsible decides; nobody keeps an old notion of what they may do."""
    for request in asked:
        decider = request.deciders.select_related("person").order_by("pk")[0].person
        note = "" if agree else "本季度名额已满，请先共用现有排班。 / No place this quarter, please share the rota."
        decide_approval(request, actor=decider, agree=agree, note=note, at=at)
    for person in company.people.values():
        forget_scope(person)


@dataclass(frozen=True, slots=True)
class DemoGrant:
    """A role asked for later; days counted from the company's last day, `lasts` from the asking to the end."""

    day: int
    person: str
    asker: str
    role: str
    handles: tuple[str, ...]
    reason: str
    lasts: int | None = None
    decided: bool | None = True


LATER = (
    DemoGrant(-320, "product_1", "department_head", "author", ("weibo-main",),
              "新品发布期间协助撰稿 / Helps to write for the launch", 60),
    DemoGrant(-300, "service_1", "supervisor", "agent", ("weibo-main", "wechat-main"),
              "双十一增援 / More hands for the sale"),
    DemoGrant(-200, "marketing_1", "admin", "author", ("wechat-main",),
              "接手公众号栏目 / Takes a column over", 90),
    DemoGrant(-120, "marketing_1", "admin", "author", ("wechat-main",),
              "栏目延续到年底 / The column goes on", 140),
    DemoGrant(-260, "marketing_2", "admin", "author", ("toutiao-main",), "头条账号撰稿 / Writes for the account"),
    DemoGrant(-30, "service_2", "supervisor", "agent", ("douyin-main",),
              "希望增加一名客服 / One more agent would help", None, False),
    DemoGrant(0, "service_3", "supervisor", "agent", ("xiaohongshu-main",),
              "小红书咨询增多 / More questions come in", 90, None),
)  # fmt: skip
TAKEN_AFTER = {"service_1": (-225, "增援结束，回到原岗位 / The sale is over")}
MOVED = ("marketing_2", -90, "overseas", "overseas_head", "author_emily")


def fill_changes(company: DemoCompany) -> None:
    """What happened to grants since: ended, extended, taken, moved, refused, waiting; in the order of the days."""
    steps: dict[int, list[DemoGrant]] = defaultdict(list)
    for row in LATER:
        steps[row.day].append(row)
    ends = {row.day + row.lasts for row in LATER if row.lasts is not None and row.day + row.lasts <= 0}
    for day in sorted({*steps, *ends, MOVED[1], *(day for day, _why in TAKEN_AFTER.values())}):
        at = _at(company, day)
        sweep_grants(at)
        for row in steps[day]:
            _ask(company, row, at)
        for username, (when, reason) in TAKEN_AFTER.items():
            if when == day:
                person = company.people[username]
                take_role(person, "agent", actor=person.superior, reason=reason, at=at)
        if day == MOVED[1]:
            _move(company, at)


def _at(company: DemoCompany, day: int) -> datetime:
    return min(company.at(company.until + timedelta(days=day), 9, 20), company.now)


def _ask(company: DemoCompany, row: DemoGrant, at: datetime) -> None:
    accounts: list[PlatformAccount] = [company.accounts[handle] for handle in row.handles]
    asked = ask_grants(
        [company.people[row.person]], wishes_of([row.role], accounts), actor=company.people[row.asker],
        reason=row.reason, until=at + timedelta(days=row.lasts) if row.lasts else None, at=at,
    )  # fmt: skip
    if row.decided is not None:
        _agree(company, asked, min(at + timedelta(hours=2), company.now), agree=row.decided)


def _move(company: DemoCompany, at: datetime) -> None:
    """A colleague goes to another department: the old role is taken, those of a colleague there are asked for."""
    username, _day, department, head, like = MOVED
    person, superior = company.people[username], company.people[head]
    take_role(person, "author", actor=person.superior, reason="调往海外事业部 / Moves to the overseas team", at=at)
    change_person(
        person, actor=company.people["admin"], at=at, department=company.departments[department], superior=superior
    )  # fmt: skip
    wishes = wishes_like(company.people[like], at, actor=company.people["admin"]).wishes
    asked = ask_grants(
        [person], wishes, actor=company.people["admin"], reason="海外内容岗位 / Overseas author", at=at
    )  # fmt: skip
    _agree(company, asked, at + timedelta(hours=2))
