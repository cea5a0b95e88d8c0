"""Words written with other characters of the same sound: 保正下签 for 保证下签, 醉好 for 最好.

Every Chinese character becomes one sign for its syllable without the tone, so that a text and its sounds have
the same length and a place in one is the same place in the other.
"""

from __future__ import annotations

import os
import unicodedata

from content.linter.normalise import is_han

SHORTEST = 3  # words of fewer characters share their sound with too many others
FIRST_SIGN = 0xE000  # private use: none of these stands in a text that was made plain

# A character that is used to write another one around filters, in words too short to be told by their sound.
STAND_INS = {
    "最": "醉罪嘴", "首": "手守", "唯": "维惟", "一": "壹", "包": "苞胞煲", "第": "弟递", "无": "芜", "零": "〇铃",
    "信": "芯", "绝": "厥", "赚": "撰",
}  # fmt: skip
# Characters that make an everyday word with a stand-in after them.
ENDING_WITH = {
    "手": "亲双联对高选新携歌水助二动握人",
    "维": "思运四三多",
    "罪": "有无犯得",
    "醉": "喝不沉陶",
    "嘴": "张",
}


class _Signs(dict[int, str]):
    """Character -> the sign of its syllable; filled as characters come."""

    def __init__(self) -> None:
        super().__init__()
        os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # single characters are enough, and load in no time
        from pypinyin import pinyin_dict

        self._readings = pinyin_dict.pinyin_dict
        self._numbers: dict[str, int] = {}

    def __missing__(self, code: int) -> str:
        sign = character = chr(code)
        if is_han(character) and (reading := self._readings.get(code)):
            syllable = "".join(
                letter
                for letter in unicodedata.normalize("NFD", reading.split(",")[0])
                if not unicodedata.combining(letter)
            )
            sign = chr(FIRST_SIGN + self._numbers.setdefault(syllable, len(self._numbers)))
        self[code] = sign
        return sign


_signs: list[_Signs] = []


def sounds_of(plain: str) -> str:
    """A plain text with every Chinese character replaced by the sign of its syllable; of the same length."""
    if not _signs:
        _signs.append(_Signs())
    return plain.translate(_signs[0])


def is_told_by_sound(term: str) -> bool:
    """Whether a word is long enough, and Chinese throughout, to be found by its sound."""
    return len(term) >= SHORTEST and all(map(is_han, term))


def is_disguise(term: str, written: str, before: str = "") -> bool:
    """Whether what is written can be that word in disguise: some characters changed, most of them kept.

    `before` is the character in front, which may make a word of its own: 亲手创作 holds no 首创.
    """
    changed = sum(one != other for one, other in zip(term, written, strict=True))
    return 0 < changed <= len(term) // 2 and not (before and before in ENDING_WITH.get(written[0], ""))


def stand_ins(term: str) -> list[str]:
    """Spellings of a short word with one character written by another."""
    if len(term) != SHORTEST - 1:
        return []
    return [
        term[:place] + other + term[place + 1 :]
        for place, character in enumerate(term)
        for other in STAND_INS.get(character, "")
        if other != character
    ]
