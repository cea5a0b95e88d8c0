"""Which signatures a draft needs: from the rule books of its accounts, its flags, and the floor below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounts.public import Department
from content.review.models import ReviewSlot
from content.review.rules import ALWAYS_MARKED, CRAFT, FLOOR, MARKET_CHECKLIST, MARKET_CRITERIA
from governance.public import param, slots_for

if TYPE_CHECKING:
    from accounts.public import PlatformAccount
    from content.drafts.models import Draft


def _with(criteria: Sequence[str], more: Iterable[str]) -> list[str]:
    """Each criterion once, in order."""
    return list(dict.fromkeys([*criteria, *more]))


def _craft_of(draft: Draft, accounts: Sequence[PlatformAccount], at: datetime | None) -> list[str]:
    """The quality checklist of the draft's medium, and that of its words (R-028)."""
    lists = [param(CRAFT, account=account, at=at).value for account in accounts]
    return [code for medium in dict.fromkeys((draft.medium, "text")) for row in lists for code in row.get(medium, ())]


def chain_of(
    draft: Draft, accounts: Sequence[PlatformAccount], *, flags: Iterable[str] = (), at: datetime | None = None,
    chains: Mapping[str, Any] | None = None,
) -> list[ReviewSlot]:  # fmt: skip
    """The empty slots of a draft on these accounts, not stored yet, in signing order (R-030 to R-038).

    `chains` holds for some rule books another chain than the one in force: what a change would ask.
    """
    on = {*draft.flags, *flags, *(f"department:{code}" for code in draft.units)}
    rules = slots_for(accounts, sorted(on), at=at, chains=chains)
    slots = [
        ReviewSlot(
            draft=draft,
            stage=rule.stage,
            code=rule.code,
            permission=rule.permission,
            market=rule.market,
            scopes=list(rule.scopes),
            title_zh=rule.title_zh,
            title_en=rule.title_en,
            criteria=list(rule.criteria),
            clauses=[clause for _pack, clause in rule.asked_by if clause],
        )
        for rule in rules
    ]
    slots += [
        ReviewSlot(
            draft=draft,
            stage=row.stage,
            code=row.code,
            permission=row.permission,
            title_zh=row.title_zh,
            title_en=row.title_en,
            criteria=list(row.criteria),
        )
        for row in FLOOR
        if not any(slot.stage == row.stage and slot.permission == row.permission for slot in slots)
    ]
    slots.sort(key=lambda slot: slot.stage != "first")
    departments = {row.code: row for row in Department.objects.filter(code__in=draft.units)} if draft.units else {}
    codes = {rule.code: rule.department_code for rule in rules if rule.department_code}
    for position, slot in enumerate(slots):
        concerned = [row for row in accounts if not slot.market or row.market == slot.market] or list(accounts)
        slot.position = position
        slot.account = draft.account if draft.account in concerned else concerned[0]
        slot.accounts = [row.pk for row in concerned]
        slot.department = departments.get(codes.get(slot.code, ""))
        if slot.code.split(":")[0] == slot.stage:
            if slot.stage == "first":
                slot.criteria = _with(slot.criteria, _craft_of(draft, accounts, at))
            if slot.market and any(param(MARKET_CHECKLIST, account=row, at=at).value for row in concerned):
                slot.criteria = _with(slot.criteria, MARKET_CRITERIA)
            extra = [code for stage, code in ALWAYS_MARKED if stage == slot.stage and code not in slot.criteria]
            slot.criteria = [*slot.criteria, *extra]
    return slots
