"""What the page of a draft shows of its event."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from content.timeliness.forms import ReconfirmForm
from content.timeliness.services import CONFIRMABLE, why_no_reconfirmation
from content.timeliness.shelf import fresh_until

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.public import PlatformAccount, User
    from content.drafts.models import Draft


def news_of(draft: Draft, accounts: Sequence[PlatformAccount], user: User, now: datetime) -> dict[str, Any]:
    """Event, shelf life, who confirmed it anew, and whether this person may; empty where there is no event."""
    end = fresh_until(draft, accounts, now)
    if end is None:
        return {}
    stale = now > end
    asked = stale and draft.status in CONFIRMABLE
    return {
        "fresh_until": end,
        "stale": stale,
        "reconfirmations": list(draft.reconfirmations.select_related("confirmed_by", "version")),
        "reconfirm_form": ReconfirmForm(initial={"version": draft.lock_version}) if asked else None,
        "why_no_reconfirmation": why_no_reconfirmation(draft, user) if asked else None,
    }
