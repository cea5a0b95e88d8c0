"""What an account that is closed, or under an incident, does to the schedule: nothing that was to go there goes out.

R-003, R-011. The signatures stand; when it goes out is planned again.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from content.drafts.models import Draft, DraftTarget
from governance.public import cancel_deadline, move, tell

if TYPE_CHECKING:
    from accounts.public import Closing, Hold, PlatformAccount


def stop_scheduled(closing: Closing) -> int:
    """Take every scheduled draft that goes to the closed account out of the schedule and tell its author; how many."""
    place = closing.account
    return _stop(place, "draft.stopped", str(place.pk), {"closed_account": place.pk}, closing.at)


def hold_scheduled(hold: Hold) -> int:
    """The same for an account under an incident: its author plans it again once that is contained; how many."""
    incident, place = hold.incident, hold.account
    payload = {"account": place.pk, "incident": incident.pk}
    return _stop(
        place, "draft.held", f"{incident.pk}:{incident.round}", payload, hold.at, incident=incident.number, urgent=True
    )


def _stop(
    account: PlatformAccount, template: str, cause: str, payload: dict[str, Any], at: datetime, *,
    urgent: bool = False, **words: str,
) -> int:  # fmt: skip
    targets = DraftTarget.objects.filter(account=account).values("draft_id")
    rows = Draft.objects.select_for_update(of=("self",)).filter(status="scheduled", pk__in=targets).order_by("pk")
    stopped = 0
    for draft in rows:
        move(
            draft, "stop", actor=None, at=at, held=True, payload=payload,
            changes={"scheduled_at": None, "shown_at": draft.window_start, "updated_at": at},
        )  # fmt: skip
        cancel_deadline("draft", draft.pk, "publish", at=at)
        tell(
            [draft.author_id], template, kind="draft", object_id=draft.pk,
            params={"account": str(account), **words}, key=f"{template}:{draft.pk}:{cause}", at=at, urgent=urgent,
        )  # fmt: skip
        stopped += 1
    return stopped
