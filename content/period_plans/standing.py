"""Which plans each rule book wants, which hold, what is missing: for the glance, the sweep and the probe (R-017)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from content.period_plans.models import PeriodPlan
from content.period_plans.places import accounts_in_use, levels_of
from content.period_plans.rules import DAY, LEVELS_BY_CODE, Level
from content.period_plans.workflow import APPROVED, OPEN
from governance.public import pack_names, packs_for

if TYPE_CHECKING:
    from accounts.public import PlatformAccount


def holds_for(plan: PeriodPlan, account_id: int, pack: str) -> bool:
    """Whether a plan is what the rule book wants for the account: its own, the rule book's, or the company's."""
    if plan.account_id is not None:
        return plan.account_id == account_id
    return plan.pack in ("", pack)


def lacking_accounts(
    accounts: Iterable[PlatformAccount], plans: Iterable[PeriodPlan], at: datetime, *, pack: str | None = None
) -> dict[int, set[str]]:
    """The levels, by account, at which one of its rule books (or that one) wants a plan and none of these holds."""
    by_level: dict[str, list[PeriodPlan]] = defaultdict(list)
    for plan in plans:
        by_level[plan.level].append(plan)
    found: dict[int, set[str]] = {}
    for account in accounts:
        for code in packs_for(account, at):
            if pack not in (None, code):
                continue
            for level in levels_of(code, at):
                if not any(holds_for(plan, account.pk, code) for plan in by_level[level.code]):
                    found.setdefault(account.pk, set()).add(level.code)
    return found


def next_starts(
    level: Level, accounts: Iterable[PlatformAccount], plans: Iterable[PeriodPlan], day: date, at: datetime
) -> dict[date, list[PlatformAccount]]:
    """When the next periods begin at a level, and for which accounts: the day after the plan that holds for them.

    The periods of a strategy hang on the year in which it begins and on no calendar. Where none holds, the next is the
    one after the period that would begin on that day.
    """
    rows = [plan for plan in plans if plan.level == level.code and plan.starts_on <= day <= plan.ends_on]
    found: dict[date, list[PlatformAccount]] = defaultdict(list)
    for account in accounts:
        packs = packs_for(account, at)
        ends = {plan.ends_on for plan in rows if any(holds_for(plan, account.pk, pack) for pack in packs)}
        for end in ends or {level.period(day)[1]}:
            found[end + DAY].append(account)
    return dict(found)


@dataclass
class Standing:
    """One rule book at one level: the period that runs, its approved plans, those on the way, and what is missing."""

    pack: str
    level: Level
    first: date
    last: date
    wanted: bool = True
    approved: list[PeriodPlan] = field(default_factory=list)
    waiting: list[PeriodPlan] = field(default_factory=list)
    missing: list[PlatformAccount] = field(default_factory=list)
    coming: list[PeriodPlan] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether an approved plan holds for every account."""
        return not self.missing


@dataclass
class BookStanding:
    """A rule book with its levels, in order; levels that it does not want are None."""

    pack: str
    name: str
    levels: list[Standing | None]


def standings(now: datetime, day: date, accounts: list[PlatformAccount] | None = None) -> list[BookStanding]:
    """Every rule book that binds one of the accounts (all in use), level by level, as things are on that day.

    Two statements besides reading the accounts.
    """
    rows = accounts_in_use() if accounts is None else accounts
    running = list(PeriodPlan.objects.live().holding(day).select_related("account", "responsible"))
    latest = max(level.following(level.begin(day)) for level in LEVELS_BY_CODE.values())
    coming = list(PeriodPlan.objects.live().filter(starts_on__gt=day, starts_on__lte=latest).select_related("account"))
    found = []
    for pack, name in pack_names().items():
        bound = [row for row in rows if pack in packs_for(row, now)]
        if not bound:
            continue
        wanted = {level.code for level in levels_of(pack, now)}
        cells = [
            _standing(pack, level, bound, running, coming, day) if level.code in wanted else None
            for level in LEVELS_BY_CODE.values()
        ]
        found.append(BookStanding(pack, name, cells))
    return found


def _standing(
    pack: str, level: Level, bound: list[PlatformAccount], running: list[PeriodPlan], coming: list[PeriodPlan],
    day: date,
) -> Standing:  # fmt: skip
    cell = Standing(pack, level, *level.period(day))
    ids = [row.pk for row in bound]

    def here(plan: PeriodPlan) -> bool:
        return plan.level == level.code and any(holds_for(plan, pk, pack) for pk in ids)

    cell.approved = [plan for plan in running if plan.status == APPROVED and here(plan)]
    cell.waiting = [plan for plan in running if plan.status in OPEN and here(plan)]
    cell.coming = [plan for plan in coming if here(plan)]
    cell.missing = [row for row in bound if not any(holds_for(plan, row.pk, pack) for plan in cell.approved)]
    return cell
