"""The kinds of records of this floor, and the words of its ledger events."""

from django.utils.translation import gettext_lazy as _

import analytics.reports.kinds  # noqa: F401 - registers what targets and reports bring
from governance.public import register_events, register_kind

register_kind("metric_import", model="analytics.MetricImport", label=_("import"))
register_kind("platform_post", model="analytics.PlatformPost", label=_("post on a platform"))
register_events(
    {
        "import.saved": _("imported figures"),
        "import.dropped": _("dropped an import"),
        "post.matched": _("named the publication of a post"),
        "post.explained": _("explained a post without record"),
    }
)
