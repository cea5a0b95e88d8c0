"""Kinds and ledger events of lists."""

from django.utils.translation import gettext_lazy as _

import governance.lists.acts  # noqa: F401 - registers what a second person agrees to
from governance.kinds.registry import register_kind
from governance.ledger.events import register_events

register_kind("list_export", model="governance.ListExport", label=_("export of a list"), dated_by="exported_at")
register_events({"list.exported": _("exported a list")})
