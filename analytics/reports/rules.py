"""Methods of analysis, files and limits of reports as rows (R-090, R-094). Pure, no database."""

from django.utils.translation import gettext_lazy as _

COMPARISON, TREND, CORRELATION = "comparison", "trend", "correlation"
METHODS = (
    (COMPARISON, _("Comparison of periods and types")),
    (TREND, _("Trend over months")),
    (CORRELATION, _("Correlation of figures")),
)
METHOD_LABELS = dict(METHODS)
# Months that a report looks back over, its own included.
LOOK_BACK = 13
TREND_MONTHS = 3
CORRELATED_MONTHS = 6
# A correlation or trend is called clear when chance alone brings it about in fewer than 5 of 100 cases.
CLEAR_Z = 1.96
# The figure that leads a report: the first of these that it has.
LEADING = ("views", "reads", "impressions", "reach", "engagements", "likes", "fans")
# What is set against the leading figure when correlations are looked for.
CORRELATED = ("posts", "likes", "comments", "shares", "saves", "net_follows", "follows", "clicks", "impressions")
INTERACTIONS = ("likes", "comments", "shares", "saves")

PDF, XLSX = "pdf", "xlsx"
FORMATS = (
    (PDF, "PDF"),
    (XLSX, "XLSX"),
)
LANGUAGES = (
    ("zh-hans", "中文"),
    ("en", "English"),
)
FILE_STATES = (
    ("waiting", _("Waiting")),
    ("building", _("Being built")),
    ("done", _("Ready")),
    ("failed", _("Failed")),
)
WORDS_LIMIT = 10_000
# A file whose building did not move for so long is built again when somebody asks.
STUCK_MINUTES = 10
