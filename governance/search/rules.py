"""How text becomes words to be found: pairs of characters for Chinese, whole words for the rest.

A trigram index finds nothing for 退款 or 客服; pairs find both, and one character as well.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LIMIT = 25
INDEXED_CHARACTERS = 20_000
QUERY_CHARACTERS = 100
CJK = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SEGMENT = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")
IS_CJK = re.compile(f"[{CJK}]")
TERM = re.compile(r'"([^"]+)"|(\S+)')


@cache
def _marks() -> re.Pattern[str]:
    """Every accent and mark that stands on another character; none lies beyond the second plane."""
    return re.compile(f"[{''.join(char for char in map(chr, range(0x20000)) if unicodedata.combining(char))}]+")


def segments(text: str) -> list[str]:
    """Runs of Chinese, and words of the rest, in one width, one case and without accents."""
    if not text.isascii():
        plain = _marks().sub("", unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFC", plain)
    return SEGMENT.findall(text.replace("\x00", "").casefold())


def normal(text: str) -> str:
    """The text as it is stored and rechecked: segments between single spaces."""
    found = segments(text[:INDEXED_CHARACTERS])
    return f" {' '.join(found)} " if found else ""


def pairs(segment: str, closed: bool = True) -> list[str]:
    """The tokens of one segment in their order; a closed run of Chinese ends with its last character alone."""
    if not IS_CJK.match(segment):
        return [segment]
    tokens = [segment[index : index + 2] for index in range(len(segment) - 1)]
    return [*tokens, segment[-1]] if closed or not tokens else tokens


def sequence(stored: str) -> list[str]:
    """All tokens of a stored text in their order, for an index that knows positions."""
    return [token for segment in stored.split() for token in pairs(segment)]


def token_set(stored: str) -> list[str]:
    """All tokens of a stored text once, single characters too, for an index that knows none."""
    tokens = set(sequence(stored))
    tokens.update(char for segment in stored.split() if IS_CJK.match(segment) for char in segment)
    return sorted(tokens)


def terms(query: str) -> list[list[str]]:
    """The parts of a query that must all be found; each is a phrase of segments. Quotes keep words together."""
    found = (segments(match[0] or match[1]) for match in TERM.findall(query[:QUERY_CHARACTERS]))
    return [term for term in found if term]


def phrase(term: list[str]) -> list[str]:
    """The tokens of a phrase in their order; its last run of Chinese may go on in the text."""
    last = len(term) - 1
    return [token for index, segment in enumerate(term) for token in pairs(segment, closed=index < last)]


def pattern(term: list[str]) -> str:
    """The phrase as a LIKE pattern over the stored text: words whole, Chinese open at its ends."""
    text = " ".join(term)
    before = "" if IS_CJK.match(term[0]) else " "
    after = "" if IS_CJK.match(term[-1]) else " "
    return f"%{before}{text}{after}%"
