"""What an account that is closed, or under an incident, does to the schedule: nothing that was to go there goes out.

R-003, R-011. The signatures stand; when it goes out is planned again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from content.connectors.stopping import stop_orders
from content.drafts.models import Draft, DraftTarget
from governance.public import cancel_deadline, move, tell

if TYPE_CHECKING:
    from accounts.public import Closing, Hold, PlatformAccount


def stop_scheduled(closing: Closing) -> int:
    """Take every scheduled draft that goes to the closed account out of the schedule and tell its author; how many."""
    place = closing.account
    return _stop([place], "draft.stopped", str(place.pk), {"closed_account": place.pk}, closing.at)


def hold_scheduled(hold: Hold) -> int:
    """The same for an account under an incident: its author plans it again once that is contained; how many.

    The first account of the incident takes those of all, so that their drafts are locked in one order.
    """
    incident = hold.incident
    return _stop(
        incident.accounts.all(), "draft.held", f"{incident.pk}:{incident.round}", {"incident": incident.pk}, hold.at,
        incident=incident.number, urgent=True,
    )  # fmt: skip


def suspend_scheduled(accounts: Iterable[PlatformAccount], suspension: int, at: datetime) -> int:
    """The same for accounts on which publishing is suspended; how many."""
    return _stop(accounts, "draft.suspended", str(suspension), {"suspension": suspension}, at, urgent=True)


def _stop(
    accounts: Iterable[PlatformAccount], template: str, cause: str, payload: dict[str, Any], at: datetime, *,
    urgent: bool = False, **words: str,
) -> int:  # fmt: skip
    """Lock the drafts of all accounts by number, whichever account they go to, so that two such stops never cross."""
    places = {row.pk: row for row in accounts}
    targets = DraftTarget.objects.filter(account__in=places).order_by("-account_id")
    rows = Draft.objects.select_for_update(of=("self",)).filter(
        status="scheduled", pk__in=targets.order_by().values("draft_id")
    )
    stopped = list(rows.order_by("pk"))
    # Of several accounts the one with the lowest number is named.
    first = dict(targets.filter(draft__in=stopped).values_list("draft_id", "account_id"))
    for draft in stopped:
        place = places[first[draft.pk]]
        move(
            draft, "stop", actor=None, at=at, held=True, payload={"account": place.pk, **payload},
            changes={"scheduled_at": None, "shown_at": draft.window_start, "updated_at": at},
        )  # fmt: skip
        cancel_deadline("draft", draft.pk, "publish", at=at)
        tell(
            [draft.author_id], template, kind="draft", object_id=draft.pk,
            params={"account": str(place), **words}, key=f"{template}:{draft.pk}:{cause}", at=at, urgent=urgent,
        )  # fmt: skip
    stop_orders(drafts=[draft.pk for draft in stopped], accounts=list(places), at=at)
    return len(stopped)
