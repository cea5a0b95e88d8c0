"""Prints of texts and pictures and their bands: pure functions, no database.

Texts: one-permutation min-hashing over shingles of units, empty bins filled from their neighbours (Li, Owen, Zhang
2012; Shrivastava, Li 2014). Pictures: difference hashes of rows and columns.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

from PIL import Image

from content.originality.rules import (
    BAND_BITS,
    BANDS,
    BINS,
    HASH_BITS,
    HASH_EDGE,
    LEAST_BITS,
    LEAST_UNITS,
    PICTURE_BANDS,
    ROWS,
    SHINGLE,
    TEXT_LIMIT,
)

# A word of letters and digits, or one character of a script without spaces.
_UNIT = re.compile(r"[0-9a-z\u00c0-\u024f\u0370-\u052f]+|[^\W_]")
_WORD_BITS = 64


def bare_text(text: str) -> str:
    """The text as it is compared: one form of each letter, no signs, words apart, Chinese characters together."""
    units = _UNIT.findall(unicodedata.normalize("NFKC", text).lower())
    parts: list[str] = []
    for unit in units:
        # Two words stand apart; characters need no space between them.
        if parts and unit[0].isascii() and parts[-1][-1].isascii():
            parts.append(" ")
        parts.append(unit)
    return "".join(parts)[:TEXT_LIMIT]


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode(), digest_size=8).digest(), "big")


def text_bands(bare: str) -> list[int]:
    """The bands of a text from `bare_text`, as signed 64-bit numbers; none where it says too little."""
    units = _UNIT.findall(bare)
    if len(units) < LEAST_UNITS:
        return []
    bins: list[int | None] = [None] * BINS
    for place in range(len(units) - SHINGLE + 1):
        value = _hash("\x1f".join(units[place : place + SHINGLE]))
        number, rest = value % BINS, value // BINS
        held = bins[number]
        if held is None or rest < held:
            bins[number] = rest
    filled = [
        next(
            (bins[(place + step) % BINS] or 0) + step
            for step in range(BINS)
            if bins[(place + step) % BINS] is not None
        )
        for place in range(BINS)
    ]
    bands = []
    for band in range(BANDS):
        rows = filled[band * ROWS : (band + 1) * ROWS]
        value = _hash(f"{band}:{rows}")
        bands.append(value - (1 << _WORD_BITS) if value >> (_WORD_BITS - 1) else value)
    return bands


def picture_bits(image: Image.Image) -> int | None:
    """The gradients of a picture, 128 bits; None where it has too few to be told from others."""
    grey = image.convert("L")
    bits = 0
    edge = HASH_EDGE
    wide = grey.resize((edge + 1, edge), Image.Resampling.BOX).tobytes()
    high = grey.resize((edge, edge + 1), Image.Resampling.BOX).tobytes()
    for row in range(edge):
        for column in range(edge):
            place = row * (edge + 1) + column
            bits = bits << 1 | (wide[place] > wide[place + 1])
    for row in range(edge):
        for column in range(edge):
            place = row * edge + column
            bits = bits << 1 | (high[place] > high[place + edge])
    return bits if LEAST_BITS <= bits.bit_count() <= HASH_BITS - LEAST_BITS else None


def as_hex(bits: int) -> str:
    """The gradients as they are stored."""
    return f"{bits:0{HASH_BITS // 4}x}"


def picture_bands(bits: int) -> list[int]:
    """The bands of a picture: its number above, its bits below."""
    mask = (1 << BAND_BITS) - 1
    return [band << BAND_BITS | (bits >> band * BAND_BITS & mask) for band in range(PICTURE_BANDS)]


def distance(one: int, other: int) -> int:
    """In how many bits two pictures differ."""
    return (one ^ other).bit_count()


def likeness(apart: int) -> int:
    """A distance as percent of likeness."""
    return round(100 * (1 - apart / HASH_BITS))
