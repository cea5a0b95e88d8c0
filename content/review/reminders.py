"""The clocks of a review and who is told: opened and met in the transaction of the move (R-033, R-037)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from content.drafts.queries import targets_of
from content.review.eligibility import eligible_ids
from content.review.rules import (
    CONFIRMS,
    SIGNATURE,
    STAGE_PARAMETER,
    STAGE_PURPOSE,
    UNIT_PARAMETER,
    UNIT_PURPOSE,
)
from governance.public import Deadline, deadlines_of, holder_ids, open_deadlines, param, stop_clock, tell

if TYPE_CHECKING:
    from content.drafts.models import Draft
    from content.review.models import ReviewSlot


def stage_begins(draft: Draft, stage: str, slots: Iterable[ReviewSlot], at: datetime) -> None:
    """Open the clock of the stage and tell everybody who could sign."""
    slots = list(slots)
    asked = [slot for slot in slots if slot.stage == stage]
    people = list(dict.fromkeys(pk for slot in asked for pk in eligible_ids(slot, draft, slots, at)))
    open_deadlines(
        [
            {
                "kind": "draft",
                "object_id": draft.pk,
                "purpose": STAGE_PURPOSE[stage],
                "owner_id": people[0] if people else None,
                "limit": param(STAGE_PARAMETER[stage], account=draft.account, at=at).value,
                "calendar": draft.account.calendar,
                "account_id": draft.account_id,
            },
            *(_unit_clock(draft, slot, slots, at) for slot in asked if slot.permission == CONFIRMS),
        ],
        at=at,
    )
    tell(
        people,
        "draft.to_review",
        kind="draft",
        object_id=draft.pk,
        key=f"draft.to_review:{draft.current_version_id}:{stage}",
        at=at,
    )


def _unit_clock(draft: Draft, slot: ReviewSlot, slots: Iterable[ReviewSlot], at: datetime) -> dict[str, Any]:
    """The clock of one unit that confirms its facts, owned by somebody of that unit (R-037)."""
    return {
        "kind": SIGNATURE, "object_id": slot.pk, "purpose": UNIT_PURPOSE,
        "owner_id": next(iter(eligible_ids(slot, draft, slots, at)), None),
        "limit": param(UNIT_PARAMETER, account=draft.account, at=at).value, "calendar": draft.account.calendar,
        "account_id": draft.account_id, "department_id": slot.department_id,
    }  # fmt: skip


def slot_decided(slot: ReviewSlot, at: datetime) -> None:
    """A unit gave its word: its own clock stops."""
    if slot.permission == CONFIRMS:
        stop_clock(SIGNATURE, slot.pk, UNIT_PURPOSE, at=at)


def clocks_of(draft: Draft, slots: Iterable[ReviewSlot]) -> list[Deadline]:
    """The clocks of a draft and of the units that are asked; one statement more where units are."""
    units = [slot.pk for slot in slots if slot.permission == CONFIRMS]
    of_units = deadlines_of(SIGNATURE, units) if units else {}
    return [
        *deadlines_of("draft", [draft.pk]).get(draft.pk, []),
        *(row for pk in units for row in of_units.get(pk, [])),
    ]


def stage_ends(draft: Draft, stage: str, at: datetime) -> None:
    """The stage was decided: its clock stops."""
    stop_clock("draft", draft.pk, STAGE_PURPOSE[stage], at=at)


def changes_wanted(draft: Draft, at: datetime) -> None:
    """The author has time to correct, and is told."""
    open_deadlines(
        [
            {
                "kind": "draft",
                "object_id": draft.pk,
                "purpose": "fix",
                "owner_id": draft.author_id,
                "limit": param("review.fix", account=draft.account, at=at).value,
                "calendar": draft.account.calendar,
                "account_id": draft.account_id,
            }
        ],
        at=at,
    )
    tell(
        [draft.author_id],
        "draft.changes_requested",
        kind="draft",
        object_id=draft.pk,
        key=f"draft.changes_requested:{draft.current_version_id}",
        at=at,
    )


def approval_known(draft: Draft, at: datetime) -> None:
    """The author and the publishers of each of its accounts hear of the approval."""
    targets = [account.pk for account in targets_of(draft)]
    publishers = (pk for account_id in targets for pk in holder_ids("accounts.publish", account_id))
    people = list(dict.fromkeys([draft.author_id, *publishers]))
    tell(
        people,
        "draft.approved",
        kind="draft",
        object_id=draft.pk,
        key=f"draft.approved:{draft.current_version_id}",
        at=at,
    )


def correction_done(draft: Draft, at: datetime) -> None:
    """Submitted again after changes were requested."""
    stop_clock("draft", draft.pk, "fix", at=at)
