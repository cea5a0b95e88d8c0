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

# Limits of one file. A platform's own exports stay far below them.
FILE_BYTES = 60 * 1024 * 1024
LINE_CHARACTERS = 64 * 1024
RECORD_CHARACTERS = 256 * 1024
COLUMNS = 500
ROWS = 1_000_000
HEADER_WITHIN = 5
ERRORS_SHOWN = 100
# A workbook is a zip: what its parts may unpack to, and how much smaller than that they may be packed.
UNPACKED_BYTES = 100 * 1024 * 1024
PACKING_RATIO = 100
PARTS = 2_000
CELLS = 8_000_000
# The drop folder: a file is taken when it has not changed for this long.
QUIET_SECONDS = 10
