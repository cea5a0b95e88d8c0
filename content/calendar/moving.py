"""Moving a post on the calendar: inside the window that was signed at once, outside it by a new approval (R-030)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.drafts.models import Draft
from content.drafts.services import edit_draft
from content.plans.times import require_near
from content.publishing.queries import RELEASABLE
from content.publishing.services import in_window, schedule_draft
from content.review.submission import submit_draft
from governance.public import Refused, WrongState

if TYPE_CHECKING:
    from accounts.public import User


class OutsideWindow(Refused):
    """The signatures do not cover this time; whoever writes the draft may ask for new ones."""


def move_post(
    draft: Draft, *, actor: User, moment: datetime, slot_reason: str = "", version: int | None = None,
    at: datetime | None = None,
) -> Draft:  # fmt: skip
    """Put an approved or scheduled draft at another time.

    Raises OutsideWindow, Refused for a time that passed or lies too far ahead, or what `schedule_draft` raises.
    """
    require_near(moment, at or timezone.now(), "moment")
    if draft.status in RELEASABLE and not in_window(draft, moment):
        raise OutsideWindow(
            _("This time lies outside the window that was signed. Choose one inside, or ask for a new approval."),
            field="moment",
        )
    return schedule_draft(
        draft, actor=actor, scheduled_at=moment, slot_reason=slot_reason, version=version, at=at
    )  # fmt: skip


def ask_new_window(
    draft: Draft, *, actor: User, moment: datetime, version: int | None = None, at: datetime | None = None
) -> Draft:
    """Move the window so that it begins then, which voids the signatures, and submit it anew in the same step.

    The length of the window stays. Raises Refused for a time that passed or lies too far ahead, WrongState, NotAllowed
    where the person does not write for the account, and whatever stands in the way of a submission; then nothing is
    changed.
    """
    require_near(moment, at or timezone.now(), "moment")
    if draft.status not in RELEASABLE or draft.window_start is None or draft.window_end is None:
        raise WrongState(_("Only an approved draft is moved here. Load the page again to see where it stands."))
    length = draft.window_end - draft.window_start
    with transaction.atomic():
        edited = edit_draft(
            draft, actor=actor, version=version, at=at, window_start=moment, window_end=moment + length
        )
        return submit_draft(edited, actor=actor, at=at)
