"""Words of the ledger for running the site."""

from django.utils.translation import gettext_lazy as _

from governance.ledger.events import register_events

register_events({"setup.administrator_created": _("became the first administrator")})
