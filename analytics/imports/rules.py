"""Limits, states and sources of imports as rows (R-087, R-089). Pure: no database."""

from django.utils.translation import gettext_lazy as _

RUN_STATES = [
    ("checked", _("Checked, waits for confirmation")),
    ("saved", _("Saved")),
    ("refused", _("Refused")),
    ("dropped", _("Not confirmed")),
]
# Tone and icon of each state, the same everywhere.
RUN_LOOKS = {
    "checked": ("progress", "hourglass"),
    "saved": ("good", "check"),
    "refused": ("bad", "stop"),
    "dropped": ("neutral", "minus"),
}
SOURCES = [
    ("page", _("Uploaded on the page")),
    ("command", _("Command line")),
    ("folder", _("Drop folder")),
    ("demo", _("Demo company")),
]

# The drop folder: a file is taken when it has not changed for this long.
QUIET_SECONDS = 10
# Longer than any import may run: whose file is still claimed then has died.
ABANDONED_SECONDS = 900

# Name, task, seconds between rings.
BEAT = (
    ("imports-inbox", "analytics.imports.tasks.take_inbox", 15),
    ("imports-late", "analytics.imports.tasks.warn_of_late_accounts", 3600),
)
