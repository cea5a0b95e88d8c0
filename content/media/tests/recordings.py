"""Recordings for the tests, made here: pictures of one shade after the other, and a tone."""

from __future__ import annotations

import array
import math
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

SAMPLES = 48000


def recording(
    path: Path,
    *,
    seconds: float = 2.0,
    rate: int = 25,
    size: tuple[int, int] = (64, 48),
    loud: float | None = 0.25,
    metadata: Mapping[str, str] | None = None,
) -> Path:
    """An MP4 with MPEG-4 pictures, and a tone of 440 Hz unless `loud` (its amplitude) is None."""
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update(metadata or {})
        picture: Any = container.add_stream("mpeg4", rate=rate)
        picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
        sound: Any = container.add_stream("aac", rate=SAMPLES, layout="mono") if loud is not None else None
        for number in range(int(seconds * rate)):
            frame = av.VideoFrame(*size, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number * 7 % 256]) * plane.buffer_size)
            container.mux(picture.encode(frame))
        container.mux(picture.encode())
        if sound is not None:
            for begin in range(0, int(seconds * SAMPLES), 1024):
                wave = (loud or 0) * 1.0
                tone = [wave * math.sin(2 * math.pi * 440 * (begin + step) / SAMPLES) for step in range(1024)]
                piece = av.AudioFrame(format="fltp", layout="mono", samples=1024)
                piece.sample_rate, piece.pts, piece.time_base = SAMPLES, begin, Fraction(1, SAMPLES)
                piece.planes[0].update(array.array("f", tone).tobytes())
                container.mux(sound.encode(piece))
            container.mux(sound.encode())
    return path
