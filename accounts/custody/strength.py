"""Whether a password is strong enough to guard a company account (R-008; D-2.2.2b, M-3.3.1, O-3.2.2).

Guesses are counted by zxcvbn, which knows no Chinese passwords: names in pinyin, brands, phone numbers and
lucky figures are added here as words and patterns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from zxcvbn import zxcvbn

from governance.public import Sentence, listed

# At least this many guesses, as a power of ten (zxcvbn's score 4 begins at 10^10).
LEAST_GUESSES_LOG10 = 10.0
# zxcvbn takes longer with length; what lies beyond adds strength only.
LONGEST_JUDGED = 100

CLASSES = {
    "letters": (re.compile(r"[A-Za-z]"), gettext_lazy("letters")),
    "digits": (re.compile(r"\d", re.ASCII), gettext_lazy("digits")),
    "symbols": (re.compile(r"[^\w\s]|_", re.ASCII), gettext_lazy("symbols")),
}

# Words of Chinese passwords in pinyin, and of this trade: ours, from everyday use.
WORDS = tuple((Path(__file__).parent / "data" / "password_words.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True, slots=True)
class Pattern:
    """A shape that people in China choose and guessers try first."""

    code: str
    shape: re.Pattern[str]
    sentence: Sentence


PATTERNS = (
    Pattern(
        "mobile", re.compile(r"1[3-9]\d{9}", re.ASCII),
        gettext_lazy("It holds a mobile number; those are tried first. Please leave it out."),
    ),
    Pattern(
        "identity_card", re.compile(r"\d{6}(19|20)\d{2}(0[1-9]|1[0-2])\d{5}[\dXx]", re.ASCII),
        gettext_lazy("It holds an identity card number. Please leave it out."),
    ),
    Pattern(
        "lucky", re.compile(r"(5201314|1314520|520520|13141314|(?:168|888|666|518|598){2,}|8{5,}|6{5,}|9{5,})"),
        gettext_lazy("It holds lucky figures that many people choose. Please use others."),
    ),
    Pattern(
        "birthday", re.compile(r"(?:19[4-9]\d|20[0-3]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.ASCII),
        gettext_lazy("It holds a date such as a birthday. Please use other figures."),
    ),
    Pattern(
        "name_and_year", re.compile(r"^[A-Z]?[a-z]{2,10}[@#!_.]?(?:19|20)\d{2}[!@#.]?$", re.ASCII),
        gettext_lazy("A name and a year are guessed first. Please use several unrelated words."),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Strength:
    """The verdict: `score` from 0 to 4, and every fault as a sentence; none means that it passed."""

    score: int
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.faults


def judge_password(
    password: str, *, least_length: int, classes: Collection[str], names: Iterable[str] = ()
) -> Strength:
    """Test a password against length, kinds of character, known words and shapes; `names` are the account's own."""
    faults = [*_faults_of_form(password, least_length, classes)]
    faults += [str(pattern.sentence) for pattern in PATTERNS if pattern.shape.search(password)]
    verdict = zxcvbn(password[:LONGEST_JUDGED], user_inputs=[*WORDS, *_parts(names)])
    guesses = float(verdict["guesses_log10"])
    if guesses < LEAST_GUESSES_LOG10 and not faults:
        faults.append(_("It can be guessed too easily. Please use four unrelated words with digits and symbols."))
    return Strength(int(verdict["score"]), tuple(faults))


def _faults_of_form(password: str, least_length: int, classes: Collection[str]) -> Sequence[str]:
    faults = []
    if len(password) < least_length:
        faults.append(_("It needs at least %(count)d characters.") % {"count": least_length})
    lacking = [
        str(label) for code, (shape, label) in CLASSES.items() if code in classes and not shape.search(password)
    ]
    if lacking:
        faults.append(_("It still lacks: %(what)s.") % {"what": listed(lacking)})
    if password != password.strip():
        faults.append(_("It begins or ends with a space, which is easily lost. Please leave that out."))
    return faults


def _parts(names: Iterable[str]) -> list[str]:
    """A name, and its parts of three letters or more: none of them makes a password."""
    return [part for name in names for part in {name.lower(), *re.split(r"\W+|_", name.lower())} if len(part) > 2]
