"""Which signatures a draft needs: from the rule books of its accounts, its flags, and the floor below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from accounts.public import Department
from content.review.models import ReviewSlot
from content.review.rules import ALWAYS_MARKED, FLOOR
from governance.public import slots_for

if TYPE_CHECKING:
    from accounts.public import PlatformAccount
    from content.drafts.models import Draft


def chain_of(
    draft: Draft, accounts: Sequence[PlatformAccount], *, flags: Iterable[str] = (), at: datetime | None = None
) -> list[ReviewSlot]:
    """The empty slots of a draft on these accounts, not stored yet, in signing order (R-030 to R-038)."""
    on = {*draft.flags, *flags, *(f"department:{code}" for code in draft.units)}
    rules = slots_for(accounts, sorted(on), at=at)
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
            extra = [code for stage, code in ALWAYS_MARKED if stage == slot.stage and code not in slot.criteria]
            slot.criteria = [*slot.criteria, *extra]
    return slots
