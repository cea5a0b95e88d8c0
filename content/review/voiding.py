"""What an edit, a return or a take-back does to the signatures given so far (R-033)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from content.review.models import ReviewSlot
from governance.public import cancel_deadline

if TYPE_CHECKING:
    from content.drafts.models import Draft


def void_signatures(draft: Draft, at: datetime, *, clocks: bool = True) -> dict[str, Any]:
    """Void the signatures of the current version; returns the fields of the draft that change with it."""
    ReviewSlot.objects.filter(version_id=draft.current_version_id, voided_at=None).update(voided_at=at)
    if clocks:
        cancel_deadline("draft", draft.pk, at=at)
    return {
        "first_signer": None, "final_signer": None, "slots_signed": 0, "slots_total": 0, "approved_at": None,
        "scheduled_at": None, "shown_at": draft.window_start, "updated_at": at,
    }  # fmt: skip
