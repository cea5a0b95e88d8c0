"""Limits, states and sources of imports as rows (R-087, R-089). Pure: no database."""

from django.utils.translation import gettext_lazy as _

READING, CHECKED, SAVING, SAVED, REFUSED = "reading", "checked", "saving", "saved", "refused"
# While a worker has the file.
AT_WORK = (READING, SAVING)
RUN_STATES = [
    (READING, _("Being read")),
    ("checked", _("Checked, waits for confirmation")),
    (SAVING, _("Being saved")),
    ("saved", _("Saved")),
    ("refused", _("Refused")),
    ("dropped", _("Not confirmed")),
]
# Tone and icon of each state, the same everywhere.
RUN_LOOKS = {
    READING: ("progress", "hourglass"),
    SAVING: ("progress", "hourglass"),
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
# So often a file of the drop folder is tried before it lies in `failed` and operators are told.
FOLDER_TRIES = 5

# Name, task, seconds between rings.
BEAT = (
    ("imports-inbox", "analytics.imports.tasks.take_inbox", 15),
    ("imports-taken-up", "analytics.imports.tasks.take_up_uploads", 30),
    ("imports-late", "analytics.imports.tasks.warn_of_late_accounts", 3600),
)
