"""Login names that no eye can take for another's (ASVS 2.2.1; people sign with them)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

# Scripts whose letters look alike; Chinese, Japanese and Korean ones look like none of them.
ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN", "LISU"})
# Small Cyrillic, Greek and Armenian letters, and the Latin letter that each is taken for.
LOOKALIKES = str.maketrans("аеорсхуіјѕһԁԛԝкмтвнґοανρικυտսօհ", "aeopcxyijshdqwkmtbhroavpikumuoh")


def skeleton(name: str) -> str:
    """What the eye remembers of a name: without width, case, accents and script."""
    folded = unicodedata.normalize("NFKC", name).strip().casefold()
    plain = unicodedata.normalize("NFKD", folded.translate(LOOKALIKES))
    kept = (char for char in plain if unicodedata.category(char) not in ("Mn", "Cf"))
    return "".join(kept).translate(LOOKALIKES)


def fault_of_name(name: str, others: Iterable[str]) -> str:
    """Why this login name cannot be had beside `others`, as a sentence; empty where it can."""
    fault = fault_alone(name)
    if fault:
        return fault
    mine = skeleton(name)
    return next((taken_for(other) for other in others if skeleton(other) == mine), "")


def fault_alone(name: str) -> str:
    """Why nobody can have this login name, whoever else there is; empty where somebody can."""
    if any(unicodedata.category(char) in ("Cf", "Cc", "Co", "Cs", "Zl", "Zp") for char in name):
        return _("This login name holds a character that nobody can see. Please type it by hand.")
    alphabets = {unicodedata.name(char, "").split(" ")[0] for char in name if char.isalpha()} & ALPHABETS
    if len(alphabets) > 1:
        return _("This login name mixes letters of two alphabets that look alike. Please use one alphabet.")
    return ""


def taken_for(other: str) -> str:
    """That a login name looks like another one."""
    return _("This login name looks like “%(name)s”. Please choose one that nobody can mistake.") % {"name": other}
