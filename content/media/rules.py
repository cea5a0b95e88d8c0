"""Which files we take, as rows; a platform may be stricter than the house (performance and safety of uploads)."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

MEBIBYTE = 1024 * 1024


class FileType(NamedTuple):
    """A type of file that we take, by its content."""

    mime: str
    kind: str
    extension: str
    pillow: str


FILE_TYPES = (
    FileType("image/jpeg", "image", "jpg", "JPEG"),
    FileType("image/png", "image", "png", "PNG"),
    FileType("image/gif", "image", "gif", "GIF"),
    FileType("image/webp", "image", "webp", "WEBP"),
    FileType("video/mp4", "video", "mp4", ""),
    FileType("video/quicktime", "video", "mov", ""),
    FileType("video/webm", "video", "webm", ""),
    FileType("audio/mpeg", "audio", "mp3", ""),
    FileType("audio/mp4", "audio", "m4a", ""),
    FileType("audio/x-wav", "audio", "wav", ""),
)
BY_MIME = {row.mime: row for row in FILE_TYPES}
# The demuxers that PyAV may open for each kind of content; nothing that follows a reference to elsewhere.
DEMUXERS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "audio/mp4": "mov",
    "video/webm": "matroska",
    "audio/mpeg": "mp3",
    "audio/x-wav": "wav",
}


class Limit(NamedTuple):
    """What a file of one kind may measure on one platform; `*` is the house."""

    platform: str
    kind: str
    bytes: int
    pixels: int
    frames: int
    seconds: int


HOUSE = "*"
LIMITS = (
    Limit(HOUSE, "image", 20 * MEBIBYTE, 40_000_000, 500, 0),
    Limit(HOUSE, "video", 500 * MEBIBYTE, 40_000_000, 0, 3600),
    Limit(HOUSE, "audio", 100 * MEBIBYTE, 0, 0, 7200),
    Limit("wechat", "image", 10 * MEBIBYTE, 40_000_000, 300, 0),
    Limit("weibo", "image", 20 * MEBIBYTE, 40_000_000, 500, 0),
    Limit("xiaohongshu", "image", 20 * MEBIBYTE, 40_000_000, 1, 0),
    Limit("x", "image", 5 * MEBIBYTE, 40_000_000, 350, 0),
    Limit("instagram", "image", 8 * MEBIBYTE, 40_000_000, 1, 0),
    Limit("linkedin", "image", 8 * MEBIBYTE, 36_000_000, 300, 0),
    Limit("x", "video", 500 * MEBIBYTE, 40_000_000, 0, 140),
    Limit("douyin", "video", 500 * MEBIBYTE, 40_000_000, 0, 900),
    Limit("kuaishou", "video", 500 * MEBIBYTE, 40_000_000, 0, 600),
)
_BY_KEY = {(row.platform, row.kind): row for row in LIMITS}


def limit_for(platform: str, kind: str) -> Limit:
    """The row of the platform, else that of the house."""
    return _BY_KEY.get((platform, kind)) or _BY_KEY[(HOUSE, kind)]


ORIGINS = (
    ("own", _("Our own work")),
    ("licensed", _("Licensed")),
    ("public", _("Public domain")),
)
KINDS = (("image", _("Image")), ("video", _("Video")), ("audio", _("Sound")))
SHOWN_NAME_LIMIT = 120
# Unpacked points of a whole animation: what a worker can hold in memory and finish within the request.
ANIMATION_PIXELS = 200_000_000
# Seconds and memory that looking into a video may take, in a process of its own.
PROBE_SECONDS = 20
PROBE_BYTES = 2048 * MEBIBYTE
STREAMS_LIMIT = 8
# Who may upload for an account: those who write and those who prove a publication.
UPLOAD_RIGHTS = ("accounts.draft", "accounts.publish", "accounts.manage")
