"""The picture that shows what was done on the platform: checked, written anew, kept under its hash (ASVS 5.2)."""

from __future__ import annotations

from typing import IO, Any

from governance.files.keeping import check_file, keep_under_hash
from governance.files.rules import SCREENSHOTS

FOLDER = "sensitive"


def keep_picture(upload: IO[bytes] | Any) -> str:
    """Keep the pixels of a picture and nothing else of the upload; returns where they lie.

    Raises Refused for what is too large, damaged, or no picture of the formats named.
    """
    return keep_under_hash(check_file(upload, SCREENSHOTS, field="picture"), FOLDER)


def type_of_picture(place: str) -> str:
    """The content type of a picture that is kept at that place; its ending is ours."""
    return next(row.mime for row in SCREENSHOTS.types if place.endswith(f".{row.extension}"))
