"""Where a period plan holds: one account, a rule book with its accounts, or the whole company (R-017)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from content.period_plans.rules import APPROVE_PLANS, CYCLES, LEVELS, MANAGE, WRITE, Level
from governance.public import accounts_for, can, pack_names, packs_for, param

if TYPE_CHECKING:
    from accounts.public import User

CALENDAR = "CN"


def where_of(account: PlatformAccount | int | None, pack: str) -> dict[str, Any]:
    """The account or rule book whose parameters hold there; nothing is the whole company."""
    if account is not None:
        return {"account": account}
    return {"pack": pack} if pack else {}


def name_of_place(account: PlatformAccount | None, pack: str) -> str:
    """The place in words."""
    if account is not None:
        return str(account)
    return pack_names().get(pack, pack) if pack else _("The whole company")


def accounts_in_use() -> list[PlatformAccount]:
    """Every account that is in use."""
    return list(PlatformAccount.objects.filter(status="active").select_related("department").order_by("pk"))


def accounts_of(account: PlatformAccount | None, pack: str, at: datetime | None = None) -> list[PlatformAccount]:
    """The accounts in use for which a plan of this place holds."""
    if account is not None:
        return [account]
    return [row for row in accounts_in_use() if not pack or pack in packs_for(row, at)]


def holding_for(accounts: Iterable[PlatformAccount], at: datetime | None = None, *, only: str | None = None) -> Q:
    """The plans that hold for any of these accounts; of rule books those that bind one of them, or `only` that."""
    rows = list(accounts)
    packs = {pack for row in rows for pack in packs_for(row, at)}
    if only is not None:
        packs &= {only}
    found = Q(account__in=[row.pk for row in rows]) | Q(account=None, pack__in=packs)
    return found | Q(account=None, pack="") if rows else Q(pk__in=())


def levels_of(pack: str, at: datetime | None = None) -> list[Level]:
    """The levels at which a rule book wants plans: the strategy, and its cycles."""
    asked = param(CYCLES, pack=pack, at=at).value
    return [level for level in LEVELS if level.always or level.code in asked]


def may_plan(user: User, account: PlatformAccount | None, pack: str) -> bool:
    """Who plans there: who writes on the account or manages it; for a rule book, one of its accounts (D-6.1.1)."""
    if account is not None:
        return bool(can(user, WRITE, account)) or bool(can(user, MANAGE, account))
    if can(user, APPROVE_PLANS):
        return True
    mine = PlatformAccount.objects.filter(pk__in=accounts_for(user, WRITE) | accounts_for(user, MANAGE))
    return any(not pack or pack in packs_for(row) for row in mine)


def calendar_of(account: PlatformAccount | None, pack: str, at: datetime | None = None) -> str:
    """The working calendar by which the time of a plan counts: that of the account, of a rule book its first one's."""
    if account is not None:
        return account.calendar
    return next((row.calendar for row in accounts_of(None, pack, at)), CALENDAR)
