"""Ledger events of this room."""

from django.utils.translation import gettext_lazy as _

from governance.ledger.events import register_events

register_events({"demo.filled": _("filled the demo company")})
