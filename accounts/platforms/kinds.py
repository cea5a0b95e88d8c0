"""The kind of platform accounts, their ledger events, and the rows of their health that the ground floor holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.platforms.health import register_health
from accounts.platforms.standing import BOARD_HEALTH, DUE_HEALTH, PACKS_HEALTH
from governance.public import register_events, register_kind

register_kind(
    "platform_account",
    model="accounts.PlatformAccount",
    label=_("platform account"),
    url="accounts:account_detail",
    url_field="handle",
)
register_events(
    {
        "platform_account.created": _("added a platform account"),
        "platform_account.changed": _("changed a platform account"),
        "platform_account.opened": _("opened a platform account"),
        "platform_account.regularised": _("agreed to the opening of an account that was in use"),
        "platform_account.dropped": _("dropped the application for an account"),
        "platform_account.suspended": _("suspended a platform account"),
        "platform_account.resumed": _("resumed a platform account"),
        "platform_account.closed": _("closed a platform account"),
        "platform_account.wound_up": _("ended everything that hung on a closed account"),
    }
)
for row in (DUE_HEALTH, PACKS_HEALTH, BOARD_HEALTH):
    register_health(row)
