"""What a text must not carry: control characters, hidden direction marks, invisible letters, over-length.

A reviewer signs what the eye sees; a character that shows one thing and publishes another defeats that.
What strangers write is another matter: it must be answered as it came, so it may carry direction marks, and
pages show it isolated.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from governance.refusals.exceptions import Refused

BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
INVISIBLE = re.compile(
    "[\u00ad\u061c\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\ue000-\uf8ff\ufdd0-\ufdef"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
# Line ends of other worlds, which browsers do not show as such: as newlines they are seen, and refused in one line.
LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
DIRECTION_MARKS = "\u061c\u200e\u200f"
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SURROGATES = re.compile("[\ud800-\udfff]")
STACKED_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{9,}")
# Letters without a shape: fillers of Hangul, an empty pattern of Braille, a combining joiner.
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f")
# A joiner is part of a word in these scripts (Arabic to Malayalam), and of a picture in an emoji sequence.
JOINING_SCRIPTS = range(0x0600, 0x0E00)
JOINERS = "\u200c\u200d"
# The letters of a region's flag stand behind a black one.
BLACK_FLAG, TAGS = "\U0001f3f4", frozenset(map(chr, range(0xE0020, 0xE0080)))


def normalised(text: str) -> str:
    """NFC, with line ends as one newline: both forms of a letter find the same record."""
    return unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text))


def _joins(text: str, place: int) -> bool:
    if place == 0:
        return False
    before = text[place - 1]
    if text[place] in TAGS:
        return before == BLACK_FLAG or before in TAGS
    if text[place] not in JOINERS:
        return False
    return ord(before) in JOINING_SCRIPTS or before == "\ufe0f" or unicodedata.category(before) in ("So", "Sk")


def _hidden_in(text: str, *, foreign: bool) -> str:
    """The first invisible character that belongs to no word and no emoji, as U+XXXX."""
    for found in INVISIBLE.finditer(text):
        if foreign and found.group() in DIRECTION_MARKS:
            continue
        if not _joins(text, found.start()):
            return f"U+{ord(found.group()):04X}"
    return ""


def _plain(text: str) -> bool:
    """Nothing to refuse or mend but piled accents: each character shows itself, letters in their one form.

    Controls, half characters, direction marks and invisible letters all count as not printable.
    """
    return text.isprintable() and unicodedata.is_normalized("NFC", text)


def has_visible_text(text: str) -> bool:
    """Whether anybody sees something there: one letter, digit, sign or picture beside spaces and invisible marks.

    In place of `.strip()` wherever somebody must write something: a zero-width space is no reason and no answer.
    """
    return any(
        not character.isspace() and character not in BLANKS and unicodedata.category(character)[0] not in "CZM"
        for character in text
    )


def clean_text(text: str, *, field: str, limit: int, one_line: bool = False, foreign: bool = False) -> str:
    """The text as it may be stored, or a refusal that names what is wrong with it.

    `one_line` texts (titles, hashtags, names) may hold no line break and no invisible character either.
    `foreign` texts are strangers' words: direction marks and piled accents are kept as they came. A text in which
    nobody sees anything is empty.
    """
    if len(text) > limit:
        raise Refused(
            _("This text has %(count)s characters; at most %(limit)s are possible. Please shorten it.")
            % {"count": f"{len(text):,}", "limit": f"{limit:,}"},
            field=field,
        )
    if _plain(text) and (foreign or not STACKED_MARKS.search(text)):
        return _seen(text.strip() if one_line else text)
    if SURROGATES.search(text):
        raise Refused(_("This text holds half a character. Please type the last character again."), field=field)
    text = normalised(text)
    if CONTROLS.search(text):
        raise Refused(
            _("This text holds control characters that nobody can see. Please paste it as plain text."), field=field
        )
    if not foreign and BIDI_CONTROLS.search(text):
        raise Refused(
            _("This text holds hidden marks that turn the writing direction. Please remove them."), field=field
        )
    if not foreign and STACKED_MARKS.search(text):
        raise Refused(_("This text piles accents on one letter. Please remove them."), field=field)
    if one_line:
        if "\n" in text:
            raise Refused(_("This must be one line. Please remove the line breaks."), field=field)
        hidden = _hidden_in(text, foreign=foreign)
        if hidden:
            raise Refused(
                _("This line holds the invisible character %(code)s. Please type it again.") % {"code": hidden},
                field=field,
            )
        text = text.strip()
    if len(text) > limit:
        raise Refused(
            _("This text has %(count)s characters; at most %(limit)s are possible. Please shorten it.")
            % {"count": f"{len(text):,}", "limit": f"{limit:,}"},
            field=field,
        )
    return _seen(text)


def _seen(text: str) -> str:
    """The text, or nothing where nobody sees anything: whoever asks for words then finds none."""
    return text if has_visible_text(text) else ""


def clean_name(text: str, *, limit: int) -> str:
    """A stranger's name for a list: what hides or turns is taken out rather than refused, the rest is cut to fit."""
    if _plain(text) and not STACKED_MARKS.search(text):
        return " ".join(text.split())[:limit]
    kept = BIDI_CONTROLS.sub("", CONTROLS.sub("", SURROGATES.sub("", normalised(text).replace("\n", " "))))
    shown = "".join(char for place, char in enumerate(kept) if not INVISIBLE.match(char) or _joins(kept, place))
    return " ".join(STACKED_MARKS.sub("", shown).split())[:limit]


def searched(text: str, *, limit: int) -> str:
    """What somebody typed into a search box: cut to `limit`, without control characters, which no text holds."""
    return "".join(char for char in text[:limit] if char.isprintable()).strip()
