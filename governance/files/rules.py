"""Types of files and what they may measure, as rows (safety of uploads); each room names those that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

MEBIBYTE = 1024 * 1024


class FileType(NamedTuple):
    """A type of file that we take, by its content; `pillow` is its name where it is an image."""

    mime: str
    kind: str
    extension: str
    pillow: str


class FileLimit(NamedTuple):
    """What a file of one kind may measure on one platform; `*` is the house. Bytes, points, pictures, seconds."""

    platform: str
    kind: str
    bytes: int
    pixels: int
    frames: int
    seconds: int


SHOWN_NAME_LIMIT = 120
# Unpacked points of a whole animation: what a worker can hold in memory and finish within the request.
ANIMATION_PIXELS = 200_000_000
# The part of a file by which its type is told.
HEADER = 8192

IMAGE, DOCUMENT = "image", "document"
JPEG = FileType("image/jpeg", IMAGE, "jpg", "JPEG")
PNG = FileType("image/png", IMAGE, "png", "PNG")
GIF = FileType("image/gif", IMAGE, "gif", "GIF")
WEBP = FileType("image/webp", IMAGE, "webp", "WEBP")
IMAGE_TYPES = (JPEG, PNG, GIF, WEBP)
PDF = FileType("application/pdf", DOCUMENT, "pdf", "")


@dataclass(frozen=True, slots=True)
class Accepted:
    """Which files one place takes, and what each kind of them may measure."""

    types: tuple[FileType, ...]
    limits: tuple[FileLimit, ...]

    @property
    def by_mime(self) -> dict[str, FileType]:
        """The types by what their content shows."""
        return {row.mime: row for row in self.types}

    @property
    def endings(self) -> list[str]:
        """How their names end, for people."""
        return sorted(row.extension for row in self.types)

    @property
    def mimes(self) -> str:
        """What the browser offers when a file is chosen."""
        return ", ".join(row.mime for row in self.types)

    def limit_for(self, kind: str) -> FileLimit:
        """The limit of one kind."""
        return next(row for row in self.limits if row.kind == kind)


# Beside a record stand papers and single pictures; a proof is one of the three that a scanner or a screen gives.
BESIDE_A_RECORD = (
    FileLimit("*", IMAGE, 10 * MEBIBYTE, 40_000_000, 1, 0), FileLimit("*", DOCUMENT, 10 * MEBIBYTE, 0, 0, 0),
)  # fmt: skip
ATTACHMENTS = Accepted((*IMAGE_TYPES, PDF), BESIDE_A_RECORD)
PAPERS = Accepted((PDF, PNG, JPEG), BESIDE_A_RECORD)
SCREENSHOTS = Accepted((PNG, JPEG, WEBP), (FileLimit("*", IMAGE, 5 * MEBIBYTE, 40_000_000, 1, 0),))
