"""The demo company's upkeep: profiles checked, pages renewed, one old phone number found, one task passed around."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.upkeep.rules import AREAS, KEPT, PAGE_UPKEEP, PROFILE, PROFILE_CHECK, RENEWED
from governance.public import DemoCompany, Duty, file_duty, pass_duty, today

# Days before the last one on which everything of a kind was done, the oldest first; the day besides by dice.
CHECKS, RENEWALS = (405, 325, 243, 161, 79), (400, 228, 55)
FAULTY, FAULTY_AGO, PUT_RIGHT_AGO = "toutiao-main", 75, 68
PASSED, RENEWED_AGO, PASSED_AGO = "website-main", 174, 3
ROUNDS = frozenset({*CHECKS, *RENEWALS, RENEWED_AGO, PASSED_AGO + 2})
SPREAD = 4
WORK = (
    "更换头图并整理菜单。 / A new banner, the menu put in order.",
    "更新封面模板与字幕样式。 / New cover templates and subtitles.",
    "置顶内容更新，客服入口移到首屏。 / Pinned posts renewed, the service entry moved up.",
)


def do_upkeep(company: DemoCompany, day: int) -> None:
    """What was done so many days before the last one, through the services; the sweep has opened it before."""
    dice = company.dice(f"upkeep:{day}")
    for account in company.accounts.values():
        at = company.at(company.until - timedelta(days=day - dice.randrange(SPREAD)), 10, dice.randrange(60))
        if day in CHECKS:
            _check(company, account, at, last=day == CHECKS[-1])
        if day == RENEWED_AGO if account.handle == PASSED and day != RENEWALS[0] else day in RENEWALS:
            areas = {code: KEPT for code, _label in AREAS} | {dice.choice(AREAS)[0]: RENEWED}
            file_duty(
                PAGE_UPKEEP, actor=_publisher(company, account), account=account, at=at,
                values={**areas, "what": dice.choice(WORK), "done_on": today(at)},
            )  # fmt: skip


def _publisher(company: DemoCompany, account: PlatformAccount) -> User:
    """Whoever publishes there, the one of the account's own department first."""
    people = company.in_role("publisher", account)
    return next((person for person in people if person.department_id == account.department_id), people[0])


def _check(company: DemoCompany, account: PlatformAccount, at: datetime, *, last: bool) -> None:
    publisher = _publisher(company, account)
    good = {row.name: "good" for row in PROFILE}
    if not (last and account.handle == FAULTY):
        file_duty(PROFILE_CHECK, actor=publisher, account=account, values=good, at=at)
        return
    found = company.at(company.until - timedelta(days=FAULTY_AGO), 10)
    file_duty(
        PROFILE_CHECK, actor=publisher, account=account, values={**good, "contacts": "faulty"},
        note="简介里的客服电话已停用。 / The service number in the description is out of use.", at=found,
    )  # fmt: skip
    put_right = company.at(company.until - timedelta(days=PUT_RIGHT_AGO), 16)
    file_duty(PROFILE_CHECK, actor=publisher, account=account, values=good, at=put_right)


def pass_around(company: DemoCompany) -> None:
    """A renewal that nobody likes to do was passed on twice."""
    duty = Duty.objects.open().get(kind=PAGE_UPKEEP, account=company.accounts[PASSED])
    publisher, author = _publisher(company, company.accounts[PASSED]), company.people["author"]
    for number, (actor, to) in enumerate(((publisher, author), (author, publisher))):
        at = company.at(company.until - timedelta(days=PASSED_AGO - number), 9, 30)
        pass_duty(duty, to=to, actor=actor, reason="本周排期已满。 / No room in this week's plan.", at=at)
