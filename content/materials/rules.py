"""What a department is asked for and within which time, as rows (R-043, M-2.2.5, M-2.3.1, M-2.3.2). Pure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.public import Sentence

KIND = "material_request"
WRITE = "accounts.draft"
# The parameter of the rule books that limits a request, and what its clock runs for.
DUE, PURPOSE = "material.due", "material"
SORTS: tuple[tuple[str, Sentence], ...] = (
    ("news", _("News")),
    ("product", _("Product information")),
    ("photo", _("Photos")),
    ("customer_case", _("Customer case")),
    ("offline_help", _("Help on site")),
    ("facts", _("Facts and figures")),
)
TITLE_LIMIT, TEXT_LIMIT, NAME_LIMIT = 120, 2000, 120
FOLDER = "materials"
FILES_AT_ONCE, FILES_MOST = 10, 30
# How many departments above one without a head are asked in its place.
LEVELS_ABOVE = 10
