"""Text made comparable, with the way back to the very characters that were written.

People hide a word from a filter by full-width letters, traditional characters, spaces, emoji or invisible
characters between the characters of a Chinese word. Matching runs on a plain form; every character of the
plain form remembers where it came from, so that a finding marks what the author sees.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import opencc

LONGEST_GAP = 3  # so many blanks, emoji or ornaments between two Chinese characters count as hiding
ORNAMENTS = frozenset("*.·•・_~^`|¦‖⁕●○◆◇■□▲△★☆♥♡❤✨-")
SEEN_AS = {"蕞": "最", "伩": "信", "弌": "一", "隹": "佳"}  # hardly ever written but to hide another one
# Letters of other alphabets that look like Latin ones (Unicode UTS 39, the small letters that English words need).
LOOKALIKES = dict(zip("аеорсухіјѕһԁвкмнтοανικρτυ", "aeopcyxijshdbkmhtoavikptu", strict=True))
# Letters of Hangul without a shape.
FILLERS = "\u115f\u1160\u3164\uffa0"
INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cc", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain form of a text, and for each of its characters the place in the original."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original behind a span of the plain form."""
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=1)
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character >= "\U00020000"


# What becomes of one character: kind "h" Chinese, "w" any other word character or punctuation, "g" a gap
# (blank, emoji, ornament), "n" line break, "x" nothing at all.


@lru_cache(maxsize=40_000)
def _fold(character: str) -> tuple[str, str]:
    if character in "\n\r":
        return "n", "\n"
    # Separators of lines and paragraphs break no line in a browser, and fillers of Hangul show as blanks.
    if character.isspace() or character in FILLERS:
        return "g", " "
    if character == "➕":
        return "w", "+"
    category = unicodedata.category(character)
    if category in INVISIBLE:
        return "x", ""
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c) not in INVISIBLE)
    plain = plain.lower().replace("\u2044", "/")
    if not plain:
        return "x", ""
    if plain.isspace():
        return "g", " "
    plain = LOOKALIKES.get(plain, plain)
    if len(plain) == 1 and is_han(plain):
        return "h", SEEN_AS.get(plain) or _simplifier().convert(plain)[:1]
    if category == "So" and len(plain) > 1 and any(is_han(c) for c in plain):  # ㊙, ㊣ and their like
        return "h", "".join(_simplifier().convert(c)[:1] for c in plain if is_han(c))
    if character in ORNAMENTS or plain in ORNAMENTS or (category in ("So", "Sk") and not plain.isalnum()):
        return "g", plain
    return "w", plain


def normalise(text: str) -> Plain:
    """The plain form: NFKD without marks, lower case, simplified characters, nothing hidden inside words."""
    out: list[str] = []
    places: list[int] = []
    gap: list[tuple[str, int]] = []
    last = "n"
    for place, character in enumerate(text):
        kind, plain = _fold(character)
        if kind == "x":
            continue
        if kind == "g":
            gap.append((plain, place))
            continue
        if gap:
            if not (kind == "h" and last == "h" and len(gap) <= LONGEST_GAP):
                blank = False
                for piece, at in gap:
                    if piece == " " and blank:
                        continue
                    blank = piece == " "
                    out.extend(piece)
                    places.extend([at] * len(piece))
            gap = []
        last = kind
        if len(plain) == 1:
            out.append(plain)
            places.append(place)
        else:
            out.extend(plain)
            places.extend([place] * len(plain))
    for piece, at in gap:
        out.extend(piece)
        places.extend([at] * len(piece))
    return Plain("".join(out), tuple(places))
