"""Which files we take, as rows; a platform may be stricter than the house (performance and safety of uploads)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.public import IMAGE_TYPES, MEBIBYTE, FileLimit, FileType

FILE_TYPES = (
    *IMAGE_TYPES,
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


HOUSE = "*"
LIMITS = (
    FileLimit(HOUSE, "image", 20 * MEBIBYTE, 40_000_000, 500, 0),
    FileLimit(HOUSE, "video", 500 * MEBIBYTE, 40_000_000, 0, 3600),
    FileLimit(HOUSE, "audio", 100 * MEBIBYTE, 0, 0, 7200),
    FileLimit("wechat", "image", 10 * MEBIBYTE, 40_000_000, 300, 0),
    FileLimit("weibo", "image", 20 * MEBIBYTE, 40_000_000, 500, 0),
    FileLimit("xiaohongshu", "image", 20 * MEBIBYTE, 40_000_000, 1, 0),
    FileLimit("x", "image", 5 * MEBIBYTE, 40_000_000, 350, 0),
    FileLimit("instagram", "image", 8 * MEBIBYTE, 40_000_000, 1, 0),
    FileLimit("linkedin", "image", 8 * MEBIBYTE, 36_000_000, 300, 0),
    FileLimit("x", "video", 500 * MEBIBYTE, 40_000_000, 0, 140),
    FileLimit("douyin", "video", 500 * MEBIBYTE, 40_000_000, 0, 900),
    FileLimit("kuaishou", "video", 500 * MEBIBYTE, 40_000_000, 0, 600),
)
_BY_KEY = {(row.platform, row.kind): row for row in LIMITS}


def limit_for(platform: str, kind: str) -> FileLimit:
    """The row of the platform, else that of the house."""
    return _BY_KEY.get((platform, kind)) or _BY_KEY[(HOUSE, kind)]


ORIGINS = (
    ("own", _("Our own work")),
    ("licensed", _("Licensed")),
    ("public", _("Public domain")),
)
KINDS = (("image", _("Image")), ("video", _("Video")), ("audio", _("Sound")))
# Who may upload for an account: those who write and those who prove a publication.
UPLOAD_RIGHTS = ("accounts.draft", "accounts.publish", "accounts.manage")
