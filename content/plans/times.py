"""When a post may be planned for: ahead, and not beyond the horizon; forms, imports, calendar ask here (R-018)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from content.plans.rules import AHEAD_YEARS, HORIZON
from governance.public import Refused, Sentence


def why_not_then(moment: datetime, now: datetime) -> Sentence | None:
    """Why nothing can be planned for this moment, or None."""
    if moment <= now:
        return _("This time is over. Choose a later one.")
    return why_too_far(moment, now)


def why_too_far(moment: datetime, now: datetime) -> Sentence | None:
    """Why this moment lies too far ahead, or None."""
    if moment > now + HORIZON:
        return _("This is more than %(years)d years ahead. Choose an earlier time.") % {"years": AHEAD_YEARS}
    return None


def require_near(moment: datetime, now: datetime, field: str) -> None:
    """Raise Refused, naming the field, where the moment has passed or lies beyond the horizon."""
    reason = why_not_then(moment, now)
    if reason is not None:
        raise Refused(reason, field=field)
