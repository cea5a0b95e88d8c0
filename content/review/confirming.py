"""Who decides about a post has just proved who they are (R-034)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from content.review.rules import REAUTHENTICATION_MAX_AGE
from governance.public import NotAllowed


def require_confirmed(reauthenticated_at: datetime | None, now: datetime) -> datetime:
    """The moment at which the password was confirmed; NotAllowed where that was not within five minutes (R-034)."""
    if reauthenticated_at is None or not now - REAUTHENTICATION_MAX_AGE <= reauthenticated_at <= now:
        raise NotAllowed(_("Please confirm your password again before you sign."))
    return reauthenticated_at
