"""What an edit, a return or a take-back does to the signatures given so far (R-033)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from content.connectors.stopping import stop_orders
from content.review.models import ReviewSlot
from content.review.rules import CONFIRMS, SIGNATURE
from governance.public import cancel_deadline

if TYPE_CHECKING:
    from content.drafts.models import Draft


def void_signatures(draft: Draft, at: datetime, *, clocks: bool = True) -> dict[str, Any]:
    """Void the signatures of the current version; returns the fields of the draft that change with it.

    What an interface was to publish of it and did not begin with ends too.
    """
    stop_orders(drafts=[draft.pk], at=at)
    standing = ReviewSlot.objects.filter(version_id=draft.current_version_id, voided_at=None)
    for pk in standing.filter(permission=CONFIRMS, decided_at=None).values_list("pk", flat=True):
        cancel_deadline(SIGNATURE, pk, at=at)
    standing.update(voided_at=at)
    if clocks:
        cancel_deadline("draft", draft.pk, at=at)
    return {
        "first_signer": None, "final_signer": None, "slots_signed": 0, "slots_total": 0, "approved_at": None,
        "scheduled_at": None, "plan_again_since": None, "shown_at": draft.window_start, "updated_at": at,
    }  # fmt: skip
