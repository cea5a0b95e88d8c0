"""Login names that no eye can take for another's (ASVS 2.2.1; people sign with them)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from governance.public import BLANKS

UNSEEN = ("Cf", "Cc", "Co", "Cs", "Zl", "Zp")
# Scripts whose letters look alike; Chinese, Japanese and Korean ones look like none of them.
ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN", "LISU"})
# Small Cyrillic, Greek and Armenian letters, and the Latin letter that each is taken for.
LOOKALIKES = str.maketrans("аеорсхуіјѕһԁԛԝкмтвнґοανρικυտսօհıǀӏ", "aeopcxyijshdqwkmtbhroavpikumuohill")
# One stroke and one ring: a capital I, a one and a bar are taken for l, a nought for o; an i has its dot.
STROKES = str.maketrans("1|0", "llo")


def looks_of(name: str) -> frozenset[str]:
    """What the eye remembers of a name: without width, case, accents and script, strokes and rings as one.

    A capital I is read as i or as l, so that a name with one has two looks.
    """
    wide = unicodedata.normalize("NFKC", name).strip()
    return frozenset({_look(wide), _look(wide.replace("I", "l"))})


def _look(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LOOKALIKES))
    kept = (char for char in plain if unicodedata.category(char) not in ("Mn", "Cf") and char not in BLANKS)
    return "".join(kept).translate(LOOKALIKES).translate(STROKES)


def fault_of_name(name: str, others: Iterable[str]) -> str:
    """Why this login name cannot be had beside `others`, as a sentence; empty where it can."""
    fault = fault_alone(name)
    if fault:
        return fault
    mine = looks_of(name)
    return next((taken_for(other) for other in others if looks_of(other) & mine), "")


def fault_alone(name: str) -> str:
    """Why nobody can have this login name, whoever else there is; empty where somebody can."""
    if any(unicodedata.category(char) in UNSEEN or char in BLANKS for char in name):
        return _("This login name holds a character that nobody can see. Please type it by hand.")
    alphabets = {unicodedata.name(char, "").split(" ")[0] for char in name if char.isalpha()} & ALPHABETS
    if len(alphabets) > 1:
        return _("This login name mixes letters of two alphabets that look alike. Please use one alphabet.")
    return ""


def taken_for(other: str) -> str:
    """That a login name looks like another one."""
    return _("This login name looks like “%(name)s”. Please choose one that nobody can mistake.") % {"name": other}
