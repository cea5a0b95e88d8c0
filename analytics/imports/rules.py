"""Limits, states and sources of imports as rows (R-087, R-089). Pure: no database."""

from django.utils.translation import gettext_lazy as _

RUN_STATES = [
    ("checked", _("Checked, waits for confirmation")),
    ("saved", _("Saved")),
    ("refused", _("Refused")),
    ("dropped", _("Not confirmed")),
]
SOURCES = [
    ("page", _("Uploaded on the page")),
    ("command", _("Command line")),
    ("folder", _("Drop folder")),
    ("demo", _("Demo company")),
]

# The drop folder: a file is taken when it has not changed for this long.
QUIET_SECONDS = 10
