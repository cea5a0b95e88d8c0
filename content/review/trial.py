"""What a changed chain would have asked of the last drafts: tried before it is proposed (R-030, R-035 to R-038)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from content.drafts.models import Draft
from content.review.chain import chain_of
from content.review.eligibility import eligible_ids
from governance.public import packs_for

if TYPE_CHECKING:
    from content.review.models import ReviewSlot

CHAIN = "review.chain"
LAST = 50


@dataclass(frozen=True, slots=True)
class Tried:
    """One draft: the signatures asked now and by the changed rule, what comes and goes, and what nobody could give."""

    draft: Draft
    now: list[ReviewSlot]
    then: list[ReviewSlot]
    added: list[ReviewSlot]
    removed: list[ReviewSlot]
    nobody: list[ReviewSlot]

    @property
    def differs(self) -> bool:
        """Whether the changed rule asks for anything else."""
        return bool(self.added or self.removed)


def _key(slot: ReviewSlot) -> tuple[object, ...]:
    return slot.stage, slot.permission, slot.code, tuple(slot.criteria), tuple(slot.scopes)


def try_chain(
    pack: str, value: list[dict[str, Any]], *, last: int = LAST, seen: Any = None, at: datetime | None = None
) -> list[Tried]:
    """The last submitted drafts under this rule book, each with the chain of today and the chain by `value`.

    `seen` are the drafts that the person may see. Nothing is written.
    """
    now = at or timezone.now()
    rows = (Draft.objects.all() if seen is None else seen).exclude(current_version=None)
    rows = rows.select_related("account", "author").prefetch_related("targets").defer("body")
    changed: Mapping[str, Any] = {pack: value}
    tried = []
    for draft in rows.order_by("-submitted_at", "-pk")[: last * 4]:
        accounts = list(draft.targets.all())
        if not any(pack in packs_for(account, now) for account in accounts):
            continue
        before, after = chain_of(draft, accounts, at=now), chain_of(draft, accounts, at=now, chains=changed)
        known, wanted = {_key(slot) for slot in before}, {_key(slot) for slot in after}
        tried.append(
            Tried(
                draft, before, after,
                [slot for slot in after if _key(slot) not in known],
                [slot for slot in before if _key(slot) not in wanted],
                [slot for slot in after if not eligible_ids(slot, draft, (), now)],
            )
        )  # fmt: skip
        if len(tried) == last:
            break
    return tried
