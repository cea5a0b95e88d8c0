"""What changed between two texts: by character for Chinese, by word for the rest."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

LINES = re.compile(r"[^\n]*\n|[^\n]+")
SENTENCES = re.compile(r"[^。！？；.!?;\n]*[。！？；.!?;\n]+|[^。！？；.!?;\n]+")
# A Chinese character, kana or Hangul syllable stands alone; a word of letters and digits stays together.
ALONE = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
TOKENS = re.compile(rf"[{ALONE}]|[^\W{ALONE}]+|\s+|[^\w\s]", re.UNICODE)
LEVELS = (LINES, SENTENCES, TOKENS)
# What one comparison may cost: positions against positions, and pairs of equal parts. Matching costs up to their
# product, so that a text of two characters repeated would take minutes.
POSITIONS_LIMIT = 1_000_000
PAIRS_LIMIT = 20_000


class Piece(NamedTuple):
    """A run of text: kept, added or removed."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The runs that lead from `before` to `after`; neighbours of one kind are joined.

    Lines are compared first, then the sentences of lines that changed, then their characters and words. Where a
    comparison would cost too much, the next finer one is tried, and at last the run counts as replaced whole: the
    time stays bounded for any two texts.
    """
    found: list[Piece] = []
    changed = _compared(before, after, 0)
    for same, run in groupby(changed, key=lambda piece: piece.kind == "same"):
        parts = list(run)
        kinds = ("same",) if same else ("removed", "added")
        texts = ("".join(part.text for part in parts if part.kind == kind) for kind in kinds)
        found += [Piece(kind, text) for kind, text in zip(kinds, texts, strict=True) if text]
    return found


def _compared(before: str, after: str, level: int) -> Iterator[Piece]:
    """The runs between two texts, compared by the parts of this level."""
    if before == after:
        yield Piece("same", after)
        return
    if level == len(LEVELS) or not before or not after:
        yield from (Piece("removed", before), Piece("added", after))
        return
    old, new = LEVELS[level].findall(before), LEVELS[level].findall(after)
    shortest = min(len(old), len(new))
    head = next((place for place in range(shortest) if old[place] != new[place]), shortest)
    tail = next((place for place in range(shortest - head) if old[-1 - place] != new[-1 - place]), shortest - head)
    yield Piece("same", "".join(new[:head]))
    yield from _matched(old[head : len(old) - tail], new[head : len(new) - tail], level)
    yield Piece("same", "".join(new[len(new) - tail :]))


def _matched(old: Sequence[str], new: Sequence[str], level: int) -> Iterator[Piece]:
    counts = Counter(new)
    pairs = sum(count * counts[part] for part, count in Counter(old).items())
    if len(old) * len(new) > POSITIONS_LIMIT or pairs > PAIRS_LIMIT:
        yield from _compared("".join(old), "".join(new), level + 1)
        return
    for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[b1:b2]))
        else:
            yield from _compared("".join(old[a1:a2]), "".join(new[b1:b2]), level + 1)
