"""The first rows of the limits of platforms, each with where it was read and when; the table is kept in admin.

A row without a day was not checked with its platform: it is shown so, and only warns. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from content.media.rules import BLOCK, LEAST, MOST, ONE_OF, WARN
from governance.public import MEBIBYTE

EVERY = "*"
READ = date(2026, 11, 29)
X = "https://docs.x.com/x-api/media/quickstart/best-practices"
INSTAGRAM = "https://docs.contentstudio.io/article/830-what-are-the-requirements-to-directly-publish-images-and-videos-to-instagram"
TIKTOK = "https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide"
LINKEDIN = "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/videos-api"
CRAFT = "R-028: D-3.2.2, O-4.2.2, O-4.2.3"
UNCHECKED = "Carried over from the first release; not checked with the platform"


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One limit: the fact of files of a kind on a platform, the bound, and where it was read."""

    platform: str
    kind: str
    fact: str
    bound: str
    severity: str
    source: str
    read_on: date | None = READ
    number: Decimal | None = None
    words: tuple[str, ...] = ()


def _row(
    where: str, fact: str, bound: str, value: float | str | tuple[str, ...], severity: str, source: str,
    read_on: date | None = READ,
) -> LimitRow:  # fmt: skip
    platform, kind = where.split(" ")
    words = value if isinstance(value, tuple) else ()
    number = None if isinstance(value, tuple) else Decimal(str(value))
    return LimitRow(platform, kind, fact, bound, severity, source, read_on, number, words)


ROWS = (
    # What the craft of the house asks, whatever the platform: a clear picture, a sound that is heard.
    _row("* video", "sound", ONE_OF, ("yes",), WARN, CRAFT),
    _row("* video", "loudness", LEAST, -35, WARN, CRAFT),
    _row("* video", "loudness", MOST, -6, WARN, CRAFT),
    _row("* audio", "loudness", LEAST, -35, WARN, CRAFT),
    _row("* audio", "loudness", MOST, -6, WARN, CRAFT),
    _row("* video", "height", LEAST, 240, WARN, CRAFT),
    _row("* video", "frame_rate", LEAST, 15, WARN, CRAFT),
    _row("x image", "size", MOST, 5 * MEBIBYTE, BLOCK, X),
    _row("x image", "frames", MOST, 350, BLOCK, X),
    _row("x video", "size", MOST, 512 * MEBIBYTE, BLOCK, X),
    _row("x video", "duration", MOST, 140, BLOCK, X),
    _row("x video", "frame_rate", MOST, 60, BLOCK, X),
    _row("instagram image", "size", MOST, 8 * MEBIBYTE, BLOCK, INSTAGRAM),
    _row("instagram image", "mime", ONE_OF, ("image/jpeg",), WARN, INSTAGRAM),
    _row("instagram image", "frames", MOST, 1, WARN, INSTAGRAM),
    _row("instagram image", "ratio", LEAST, 0.8, WARN, INSTAGRAM),
    _row("instagram image", "ratio", MOST, 1.91, WARN, INSTAGRAM),
    _row("instagram image", "width", LEAST, 320, WARN, INSTAGRAM),
    _row("instagram video", "codec", ONE_OF, ("h264", "hevc"), BLOCK, INSTAGRAM),
    _row("instagram video", "sound_codec", ONE_OF, ("aac",), BLOCK, INSTAGRAM),
    _row("instagram video", "frame_rate", LEAST, 23, BLOCK, INSTAGRAM),
    _row("instagram video", "frame_rate", MOST, 60, BLOCK, INSTAGRAM),
    _row("instagram video", "width", MOST, 1920, WARN, INSTAGRAM),
    _row("tiktok video", "codec", ONE_OF, ("h264", "hevc", "vp8", "vp9"), BLOCK, TIKTOK),
    _row("tiktok video", "frame_rate", LEAST, 23, BLOCK, TIKTOK),
    _row("tiktok video", "frame_rate", MOST, 60, BLOCK, TIKTOK),
    _row("tiktok video", "duration", MOST, 600, BLOCK, TIKTOK),
    _row("tiktok video", "width", LEAST, 360, BLOCK, TIKTOK),
    _row("tiktok video", "height", LEAST, 360, BLOCK, TIKTOK),
    _row("tiktok video", "width", MOST, 4096, BLOCK, TIKTOK),
    _row("tiktok video", "height", MOST, 4096, BLOCK, TIKTOK),
    _row("tiktok image", "size", MOST, 20 * MEBIBYTE, BLOCK, TIKTOK),
    _row("tiktok image", "mime", ONE_OF, ("image/jpeg", "image/webp"), BLOCK, TIKTOK),
    _row("linkedin video", "size", MOST, 500 * MEBIBYTE, BLOCK, LINKEDIN),
    _row("linkedin video", "duration", LEAST, 3, BLOCK, LINKEDIN),
    _row("linkedin video", "duration", MOST, 1800, BLOCK, LINKEDIN),
    _row("linkedin video", "mime", ONE_OF, ("video/mp4",), BLOCK, LINKEDIN),
    _row("wechat image", "size", MOST, 10 * MEBIBYTE, WARN, UNCHECKED, None),
    _row("wechat image", "frames", MOST, 300, WARN, UNCHECKED, None),
    _row("weibo image", "size", MOST, 20 * MEBIBYTE, WARN, UNCHECKED, None),
    _row("xiaohongshu image", "size", MOST, 20 * MEBIBYTE, WARN, UNCHECKED, None),
    _row("xiaohongshu image", "frames", MOST, 1, WARN, UNCHECKED, None),
    _row("linkedin image", "size", MOST, 8 * MEBIBYTE, WARN, UNCHECKED, None),
    _row("linkedin image", "pixels", MOST, 36_000_000, WARN, UNCHECKED, None),
    _row("douyin video", "duration", MOST, 900, WARN, UNCHECKED, None),
    _row("kuaishou video", "duration", MOST, 600, WARN, UNCHECKED, None),
)
