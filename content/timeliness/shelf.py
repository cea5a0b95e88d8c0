"""How long what is tied to an event may be released (R-048): reckoned on the calendar of its account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from content.timeliness.models import Reconfirmation
from content.timeliness.rules import SHELF_LIFE
from governance.public import CompiledQuery, Limit, Refused, clock_of, param

if TYPE_CHECKING:
    from accounts.public import PlatformAccount
    from content.drafts.models import Draft

NEWEST = CompiledQuery(
    lambda version: (
        Reconfirmation.objects.filter(version=version).order_by("-fresh_until").values_list("fresh_until")[:1]
    )
)


def shelf_end(event_at: datetime, account: PlatformAccount, at: datetime) -> datetime:
    """The end of the shelf life that begins at a moment, by the rule books of the account at `at`."""
    limit = param(SHELF_LIFE, account=account, at=at).value
    return clock_of(account.calendar).due(Limit(limit["amount"], limit["unit"]), event_at)


def first_shelf_end(event_at: datetime, accounts: Sequence[PlatformAccount], at: datetime) -> datetime:
    """The earliest end among several accounts."""
    return min(shelf_end(event_at, account, at) for account in accounts)


def fresh_until(draft: Draft, accounts: Sequence[PlatformAccount], at: datetime) -> datetime | None:
    """Until when this draft may be released: its shelf life, or that of its newest reconfirmation; None: no event."""
    if draft.event_at is None:
        return None
    ends = [first_shelf_end(draft.event_at, accounts, at)]
    ends += [moment for (moment,) in NEWEST.rows(version=draft.current_version_id)]
    return max(ends)


def stale_fault(draft: Draft, accounts: Sequence[PlatformAccount], at: datetime) -> Refused | None:
    """What stands against a release at that moment, or None."""
    end = fresh_until(draft, accounts, at)
    if end is None or at <= end:
        return None
    return Refused(
        _("This is news of an event that is too long ago. A final reviewer who did not write it confirms on the page"
          " of the draft that it still holds, then it can go out.")
    )  # fmt: skip


def time_to_post(event_at: datetime, published_at: datetime) -> timedelta:
    """How long after the event the post went out; negative where it was announced ahead."""
    return published_at - event_at
