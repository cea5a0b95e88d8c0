"""The picture that shows what was done on the platform: checked, written anew, kept under its hash (ASVS 5.2)."""

from __future__ import annotations

import hashlib
import io
from typing import IO, Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from governance.refusals.exceptions import Refused
from governance.safekeeping.services import keep_whole

FORMATS = ("PNG", "JPEG", "WEBP")
BYTES, PIXELS = 5 * 1024 * 1024, 40_000_000
FOLDER = "sensitive"


def keep_picture(upload: IO[bytes] | Any) -> str:
    """Keep the pixels of a picture and nothing else of the upload; returns where they lie.

    Raises Refused for what is too large, damaged, or no picture of the formats named.
    """
    data = upload.read(BYTES + 1)
    if len(data) > BYTES:
        raise Refused(_("This picture is larger than 5 MB. Please make it smaller."), field="picture")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > PIXELS or getattr(image, "n_frames", 1) > 1:
                raise Refused(_("Please give one picture of at most 40 million points."), field="picture")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except Refused:
        raise
    except Exception as fault:  # a decoder may raise anything over a hostile file
        raise Refused(_("This is not a picture that can be read. Please export it again."), field="picture") from fault
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    written = io.BytesIO()
    bare.save(written, format="WEBP", quality=85)
    sha256 = hashlib.sha256(written.getvalue()).hexdigest()
    place = f"{FOLDER}/{sha256[:2]}/{sha256}.webp"
    keep_whole(place, sha256, lambda: io.BytesIO(written.getvalue()))
    return place
