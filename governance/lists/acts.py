"""What of lists a second person agrees to before it is done (R-014, O-3.3.2)."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.lists.rules import MANY_PEOPLE
from governance.sensitive.rules import SensitiveAct, register_act

LIST_EXPORT = register_act(
    SensitiveAct(
        "list_export",
        operation="bulk_export",
        event="list.exported",
        label=_("Export a list of many people"),
        ask=_("Ask to export it"),
        kind="list_export",
        when=Q(payload__personal=True) & (Q(payload__rows__gt=MANY_PEOPLE) | Q(payload__rows_counted__gt=MANY_PEOPLE)),
    )
)
