"""Which files we take, what the house allows, and what can be told of them; the limits of platforms are rows of a
table (`PlatformLimit`), whose first rows lie in `platform_limits.py`. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from governance.public import IMAGE_TYPES, MEBIBYTE, FileLimit, FileType, Sentence

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
# QuickTime is written again as MP4, which every platform takes.
WRITTEN_AS = {"video/quicktime": "video/mp4"}

# What the house takes in, whatever the platform: a larger file is refused before anything is unpacked.
HOUSE_LIMITS = {
    "image": FileLimit("*", "image", 20 * MEBIBYTE, 40_000_000, 500, 0),
    "video": FileLimit("*", "video", 500 * MEBIBYTE, 40_000_000, 0, 3600),
    "audio": FileLimit("*", "audio", 100 * MEBIBYTE, 0, 0, 7200),
}

ORIGINS = (
    ("own", _("Our own work")),
    ("licensed", _("Licensed")),
    ("public", _("Public domain")),
)
# Outside material: its source is named; what is licensed has a licence with proof.
LICENSED, PUBLIC = "licensed", "public"
KINDS = (("image", _("Image")), ("video", _("Video")), ("audio", _("Sound")))
# Who may upload for an account: those who write and those who prove a publication.
UPLOAD_RIGHTS = ("accounts.draft", "accounts.publish", "accounts.withdraw", "accounts.manage")

# A file whose reading takes long goes to a worker; the page shows how far it is.
WAITING, WORKING, READY, REFUSED = "waiting", "working", "ready", "refused"
UPLOAD_STATES = (
    (WAITING, _("Waits for a worker")),
    (WORKING, _("Being read and written clean")),
    (READY, _("Ready")),
    (REFUSED, _("Refused")),
)
AT_WORK = (WAITING, WORKING)
# Longer than any file may be worked on: whose file is still claimed then has died. Tried so often, then refused.
ABANDONED_AFTER = timedelta(minutes=15)
TRIES = 3
# A cover is chosen among so many moments of a video.
COVER_MOMENTS = 5

BLOCK, WARN = "block", "warn"
SEVERITIES = ((BLOCK, _("Blocks submission")), (WARN, _("Warning")))
LEAST, MOST, ONE_OF = "least", "most", "one_of"
BOUNDS = ((LEAST, _("At least")), (MOST, _("At most")), (ONE_OF, _("One of")))


@dataclass(frozen=True, slots=True)
class MediaFact:
    """One fact that is read of a file: its code, its name, and its unit."""

    code: str
    label: Sentence
    unit: str = ""


FACTS = (
    MediaFact("size", _("Size"), "B"),
    MediaFact("duration", _("Duration"), "s"),
    MediaFact("width", _("Width"), "px"),
    MediaFact("height", _("Height"), "px"),
    MediaFact("pixels", _("Points"), "px"),
    MediaFact("ratio", _("Width to height")),
    MediaFact("frames", _("Pictures of the animation")),
    MediaFact("frame_rate", _("Frame rate"), "fps"),
    MediaFact("loudness", _("Loudness"), "LUFS"),
    MediaFact("sound", _("Sound")),
    MediaFact("codec", _("Codec")),
    MediaFact("sound_codec", _("Codec of the sound")),
    MediaFact("mime", _("Content type")),
)
FACTS_BY_CODE = {row.code: row for row in FACTS}
FACT_CHOICES = [(row.code, row.label) for row in FACTS]

# Name, task, seconds between rings.
BEAT = (("media-uploads", "content.media.tasks.take_up_uploads", 30),)
