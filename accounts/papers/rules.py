"""Which papers belong to an account, how many come at once, where they lie. Pure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

OPENING, AUTHORISATION, VERIFICATION, QUALIFICATION = "opening", "authorisation", "verification", "qualification"
PAPER_KINDS = (
    (OPENING, _("Paper of the opening")),
    (AUTHORISATION, _("Permission to use the name")),
    (VERIFICATION, _("Proof of verification")),
    (QUALIFICATION, _("Proof of qualification")),
)
NAME_LIMIT = 120
PAPERS_AT_ONCE = 10
FOLDER = "papers"
