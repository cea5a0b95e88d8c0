"""Types of files and what they may measure, as rows (safety of uploads); each room names those that it takes."""

from __future__ import annotations

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

IMAGE_TYPES = (
    FileType("image/jpeg", "image", "jpg", "JPEG"),
    FileType("image/png", "image", "png", "PNG"),
    FileType("image/gif", "image", "gif", "GIF"),
    FileType("image/webp", "image", "webp", "WEBP"),
)
PDF = FileType("application/pdf", "document", "pdf", "")
