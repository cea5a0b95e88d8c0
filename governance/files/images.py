"""Checks an image from its header, then writes a clean one: nothing of the upload but its pixels survives."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence

from governance.files.labels import Label, labels_of, writing_options
from governance.files.rules import ANIMATION_PIXELS, FileLimit, FileType
from governance.refusals.exceptions import Refused

BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    ArithmeticError,
    struct.error,
    zlib.error,
)
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
JPEG_QUALITY = 92


@dataclass(frozen=True, slots=True)
class CleanImage:
    """A re-encoded image and its facts."""

    data: bytes
    width: int
    height: int
    frames: int
    labels: list[Label] = field(default_factory=list)


def _skip_blocks(data: bytes, place: int) -> int:
    """The place behind a row of GIF sub-blocks."""
    while place < len(data) and data[place]:
        place += data[place] + 1
    return place + 1


def gif_frames(data: bytes, stop: int) -> int:
    """How many pictures a GIF holds, counted from its blocks without unpacking one; ends above `stop`."""
    flags = data[10]
    place = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    frames = 0
    while place < len(data) and frames <= stop:
        mark = data[place]
        if mark == 0x2C and place + 9 < len(data):
            frames += 1
            local = data[place + 9]
            place = _skip_blocks(data, place + 11 + (3 << ((local & 7) + 1) if local & 0x80 else 0))
        elif mark == 0x21:
            place = _skip_blocks(data, place + 2)
        else:
            break
    return frames


def _is_whole(data: bytes, row: FileType) -> bool:
    """Whether the end mark is there; the decoder is content with less."""
    if row.pillow == "JPEG":
        return b"\xff\xd9" in data
    if row.pillow != "PNG":
        return True
    place = 8
    while place + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        if name == b"IEND":
            return True
        place += 12 + length
    return False


def _check_header(image: Image.Image, data: bytes, row: FileType, limit: FileLimit) -> int:
    """Refuse by area and number of pictures, before anything is unpacked; returns the number of pictures."""
    if image.format != row.pillow:
        raise Refused(_("The file says it is one kind of picture and holds another. Please export it again."))
    area = image.width * image.height
    if not area:
        raise Refused(_("This picture has no area. Please export it again."))
    if area > limit.pixels:
        raise Refused(
            _("This picture has more than %(limit)s points. Please make it smaller.") % {"limit": f"{limit.pixels:,}"}
        )
    frames = gif_frames(data, limit.frames) if row.pillow == "GIF" else int(getattr(image, "n_frames", 1))
    if row.pillow == "GIF" and not frames:
        raise Refused(_("This is not a readable GIF. Please export it again."))
    if frames > limit.frames:
        raise Refused(
            _("This animation has more than %(limit)d pictures. Please shorten it.") % {"limit": limit.frames}
        )
    if frames * area > ANIMATION_PIXELS:
        raise Refused(_("This animation is too large to unpack. Please make it smaller or shorter."))
    return frames


def _bare(image: Image.Image) -> Image.Image:
    """A copy with pixels only; transparency of a palette is part of the pixels."""
    bare = image.copy()
    bare.info = {key: value for key, value in image.info.items() if key == "transparency"}
    return bare


def _encode(image: Image.Image, row: FileType, frames: int, labels: list[Label]) -> bytes:
    options: dict[str, Any] = writing_options(labels, row.pillow)
    if row.pillow == "JPEG":
        options |= {"quality": JPEG_QUALITY, "optimize": True}
    out = io.BytesIO()
    if frames > 1:
        durations, pictures = [], []
        for picture in ImageSequence.Iterator(image):
            durations.append(int(picture.info.get("duration", 100) or 100))
            pictures.append(_bare(picture))
        options |= {"save_all": True, "append_images": pictures[1:], "duration": durations, "loop": 0}
        pictures[0].save(out, format=row.pillow, **options)
        return out.getvalue()
    upright = ImageOps.exif_transpose(image) if image.getexif() else image
    bare = _bare(upright)
    if row.pillow == "JPEG" and bare.mode not in ("RGB", "L"):
        bare = bare.convert("RGB")
    bare.save(out, format=row.pillow, **options)
    return out.getvalue()


def clean_image(data: bytes, row: FileType, limit: FileLimit) -> CleanImage:
    """The image as it may be stored, or a refusal that says what is wrong with it."""
    try:
        with Image.open(io.BytesIO(data), formats=[row.pillow]) as image:
            frames = _check_header(image, data, row, limit)
            if not _is_whole(data, row):
                raise Refused(_("This picture is cut off or damaged. Please export it again."))
            labels = labels_of(image, data)
            try:
                image.load()
            except BROKEN as error:
                raise Refused(_("This picture is cut off or damaged. Please export it again.")) from error
            encoded = _encode(image, row, frames, labels)
            with Image.open(io.BytesIO(encoded), formats=[row.pillow]) as written:
                width, height = written.size
    except TOO_LARGE as error:
        raise Refused(
            _("This picture has more than %(limit)s points. Please make it smaller.") % {"limit": f"{limit.pixels:,}"}
        ) from error
    except BROKEN as error:
        raise Refused(
            _("This is not a readable %(format)s. Please export it again.") % {"format": row.pillow}
        ) from error
    return CleanImage(encoded, width, height, frames, labels)
