"""Ledger events of this room."""

from django.utils.translation import gettext_lazy as _

from governance.ledger.events import register_events

register_events({"role.granted": _("gave a role"), "role.revoked": _("took a role away")})
