"""The picture that shows what was done on the platform: checked, written anew, kept under its hash (ASVS 5.2)."""

from __future__ import annotations

from typing import IO, Any

from governance.files.keeping import CheckedFile, check_file, keep_under_hash, place_under_hash
from governance.files.rules import SCREENSHOTS

FOLDER = "sensitive"


def check_picture(upload: IO[bytes] | Any) -> CheckedFile:
    """The pixels of a picture and nothing else of the upload, not stored yet.

    Raises Refused for what is too large, damaged, or no picture of the formats named.
    """
    return check_file(upload, SCREENSHOTS, field="picture")


def place_of_picture(checked: CheckedFile) -> str:
    """Where it lies once it is kept."""
    return place_under_hash(checked, FOLDER)


def keep_picture(checked: CheckedFile) -> str:
    """Keep a picture; returns where it lies. Last in its transaction: what is refused leaves nothing behind."""
    return keep_under_hash(checked, FOLDER)


def type_of_picture(place: str) -> str:
    """The content type of a picture that is kept at that place; its ending is ours."""
    return next(row.mime for row in SCREENSHOTS.types if place.endswith(f".{row.extension}"))
