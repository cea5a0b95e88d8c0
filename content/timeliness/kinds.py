"""Ledger events of news."""

from django.utils.translation import gettext_lazy as _

from governance.public import register_events

register_events({"draft.reconfirmed": _("confirmed that a stale draft still holds")})
