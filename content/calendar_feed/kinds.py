"""Kind and ledger events of calendar feeds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from content.calendar_feed.rules import KIND
from governance.public import register_events, register_kind

register_kind(KIND, model="content.CalendarFeed", label=_("calendar feed"))
register_events(
    {
        "calendar_feed.made": _("made an address of their calendar"),
        "calendar_feed.revoked": _("revoked the address of their calendar"),
    }
)
