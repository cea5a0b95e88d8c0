"""What closing an account does to the schedule: nothing that was to go there goes out (R-003)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.drafts.models import Draft, DraftTarget
from governance.public import cancel_deadline, move, tell

if TYPE_CHECKING:
    from accounts.public import Closing


def stop_scheduled(closing: Closing) -> int:
    """Take every scheduled draft that goes to the account out of the schedule and tell its author why; how many."""
    targets = DraftTarget.objects.filter(account=closing.account).values("draft_id")
    rows = Draft.objects.select_for_update(of=("self",)).filter(status="scheduled", pk__in=targets).order_by("pk")
    stopped = 0
    for draft in rows:
        move(
            draft, "stop", actor=None, at=closing.at, held=True, payload={"closed_account": closing.account.pk},
            changes={"scheduled_at": None, "shown_at": draft.window_start, "updated_at": closing.at},
        )  # fmt: skip
        cancel_deadline("draft", draft.pk, "publish", at=closing.at)
        tell(
            [draft.author_id], "draft.stopped", kind="draft", object_id=draft.pk,
            params={"account": str(closing.account)}, key=f"draft.stopped:{draft.pk}:{closing.account.pk}",
            at=closing.at,
        )  # fmt: skip
        stopped += 1
    return stopped
