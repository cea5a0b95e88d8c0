"""The clocks of a review and who is told: opened and met in the transaction of the move (R-033, R-037)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from content.drafts.queries import targets_of
from content.review.eligibility import eligible_ids
from content.review.rules import STAGE_PARAMETER, STAGE_PURPOSE
from governance.public import cancel_deadline, holder_ids, open_deadlines, param, stop_clock, tell

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
            }
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


def correction_dropped(draft: Draft, at: datetime) -> None:
    """Nothing is left to correct."""
    cancel_deadline("draft", draft.pk, at=at)
