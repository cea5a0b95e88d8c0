"""Kind, ledger event and sweep of imports of plan items."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from content.plan_imports.rules import KIND
from content.plan_imports.services import drop_old_imports
from governance.public import register_events, register_kind, register_sweeper

register_kind(KIND, model="content.PlanImport", label=_("import of plan items"), url="content:plan_import")
register_events({"plan_import.saved": _("imported plan items")})
register_sweeper("plan_imports", drop_old_imports)
