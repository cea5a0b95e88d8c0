"""The demo company's reviews of rights: closed in time over fourteen months, a few rights taken, one round waiting."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from accounts.platforms.models import PlatformAccount
from accounts.recertification.models import RecertificationRound
from accounts.recertification.services import decide_lines, open_round
from governance.public import DemoCompany

# Days before the last one on which a review was closed, by the home market of the account; they took some days each.
CLOSED = {"CN": (270, 100), "US": (345, 265, 185, 105, 25)}
IN_COMPANY = (350, 270, 190, 110, 30)
DAYS_OPEN = 4
# The account whose next review the manager opened by hand the day before yesterday.
WAITING, WAITING_SINCE = "weibo-main", 2
# Which rights were not confirmed, in the first review of the account, and why.
TAKEN = {
    ("logistics_head", "department_head"): (
        ("x-main", "linkedin-main", "tiktok-main"),
        "物流部不参与该账号的运营 / Logistics has no part in the work on this account",
    ),
    ("hr_head", "department_head"): (
        ("youtube-main", "facebook-main", "instagram-main"),
        "人力资源部无须查看该账号的数据 / Human resources need not see its figures",
    ),
}  # fmt: skip


def fill_reviews(company: DemoCompany) -> None:
    """Through the services, each round opened and decided on its days."""
    for account in company.accounts.values():
        for number, days in enumerate(CLOSED[account.market]):
            _review(company, account, days, first=number == 0)
    for days in IN_COMPANY:
        _review(company, None, days)
    at = _days_ago(company, WAITING_SINCE, 16)
    open_round(company.accounts[WAITING], actor=company.people["manager"], at=at)


def _review(company: DemoCompany, account: PlatformAccount | None, days: int, *, first: bool = False) -> None:
    """One round: opened by itself, each reviewer looks at their lines some days later."""
    if company.until - timedelta(days=days + DAYS_OPEN) <= company.since:
        return
    review = open_round(account, actor=None, at=_days_ago(company, days + DAYS_OPEN, 8))
    at = _days_ago(company, days, 15)
    kept: dict[str, list[int]] = defaultdict(list)
    for line in review.lines.select_related("person", "reviewer"):
        if line.reviewer is None:
            continue
        handles, reason = TAKEN.get((line.person.username, line.role), ((), ""))
        if first and account is not None and account.handle in handles:
            _decide(company, review, "revoke", line.reviewer.username, [line.pk], reason, at - timedelta(hours=1))
        else:
            kept[line.reviewer.username].append(line.pk)
    for minutes, (username, lines) in enumerate(sorted(kept.items())):
        _decide(company, review, "keep", username, lines, "", at + timedelta(minutes=minutes))


def _decide(
    company: DemoCompany, review: RecertificationRound, decision: str, username: str, lines: list[int], reason: str,
    at: datetime,
) -> None:  # fmt: skip
    decide_lines(review, decision, lines, actor=company.people[username], reason=reason, at=at)


def _days_ago(company: DemoCompany, days: int, hour: int) -> datetime:
    return company.at(company.until - timedelta(days=days), hour)
