"""Which papers belong to an account, and which files are taken. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

OPENING, AUTHORISATION, VERIFICATION, QUALIFICATION = "opening", "authorisation", "verification", "qualification"
PAPER_KINDS = (
    (OPENING, _("Paper of the opening")),
    (AUTHORISATION, _("Permission to use the name")),
    (VERIFICATION, _("Proof of verification")),
    (QUALIFICATION, _("Proof of qualification")),
)
NAME_LIMIT = 120
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
PAPERS_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class PaperType:
    """A type of file by its content; pictures are written anew, so that nothing but their pixels is kept."""

    mime: str
    extension: str
    picture: str = ""


PAPER_TYPES = {
    row.mime: row
    for row in (
        PaperType("application/pdf", "pdf"),
        PaperType("image/png", "png", "PNG"),
        PaperType("image/jpeg", "jpg", "JPEG"),
    )
}
ACCEPTED = ", ".join(PAPER_TYPES)
