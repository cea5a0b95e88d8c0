"""What changed between two texts: by character for Chinese, by word for the rest."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

# A Chinese character, kana or Hangul syllable stands alone; a word of letters and digits stays together.
TOKENS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|\s+|[^\w\s]", re.UNICODE)


class Piece(NamedTuple):
    """A run of text: kept, added or removed."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The runs that lead from `before` to `after`; neighbours of one kind are joined."""
    if before == after:
        return [Piece("same", after)] if after else []
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    found: list[Piece] = []
    for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(None, old, new, autojunk=len(old) > 2000).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(new[b1:b2])))
        else:
            if a2 > a1:
                found.append(Piece("removed", "".join(old[a1:a2])))
            if b2 > b1:
                found.append(Piece("added", "".join(new[b1:b2])))
    return found
