"""The facts of prize draws as rows: public values, limits, what is kept how long (R-057, C-01 to C-03). Pure."""

from __future__ import annotations

from datetime import time, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from content.draws.verifying import FORMAT
from content.draws.verifying import SOURCES as PUBLISHED
from governance.public import Sentence

KIND, WINNER_KIND = "draw", "draw_winner"
# Days that winners are shown; months that the records are kept.
NOTICE, KEPT_MONTHS = "campaign.notice", "retention.campaigns"
DELIVER = "deliver"
ALGORITHM = FORMAT
MOST_ENTRIES = 100_000
MOST_PRIZES = 20
HANDLE_LIMIT, NAME_LIMIT, NOTE_LIMIT, CONTACT_LIMIT = 100, 100, 1000, 500
CODE_BYTES = 10
SEED_BYTES = 32
# Where a winner's contact is kept on for after all prizes are out: complaints about a delivery come in that time.
CONTACT_KEPT = timedelta(days=30)
# A round of drand that comes out long after the draw was announced for would leave it waiting.
REFERENCE_WITHIN = timedelta(days=1)
# Who is behind the codes is erased at the latest so long after the time of the draw, whatever became of it (ours).
NAMES_KEPT = timedelta(days=90)
# How long the word of the witness may be waited for before the draw counts as unwitnessed (ours).
WITNESS_WITHIN = timedelta(days=1)


class Source(NamedTuple):
    """A public value that nobody here can choose: code, name, how reference and value look, where it stands."""

    code: str
    label: Sentence
    reference: Sentence
    value: Sentence
    where: str


SOURCES = (
    Source(
        "drand_quicknet", _("drand, network “quicknet”"), _("Number of the round"),
        _("“randomness” of the round: 64 hexadecimal characters"), PUBLISHED["drand_quicknet"].address,
    ),
    Source(
        "ssq", _("China Welfare Lottery, Double Colour Ball (双色球)"), _("Day of the lottery, as in 2026-06-30"),
        _("Numbers in order, as in 01 05 09 12 22 33+07"), PUBLISHED["ssq"].address,
    ),
    Source(
        "sse_composite", _("Closing figure of the SSE Composite Index (上证综指)"), _("Trading day, as in 2026-06-30"),
        _("The closing figure with two decimals"), PUBLISHED["sse_composite"].address,
    ),
)  # fmt: skip


class Known(NamedTuple):
    """On which weekdays (Monday is 0) and from which hour in China a value is known: the list is frozen before."""

    weekdays: tuple[int, ...]
    time: time
    sentence: Sentence


KNOWN_FROM = {
    "ssq": Known(
        PUBLISHED["ssq"].weekdays, PUBLISHED["ssq"].hour,
        _("The lottery is drawn on Tuesday, Thursday and Sunday at 21:15. Choose the time of the draw on such a day,"
          " before that hour, so that the list is frozen while nobody knows the value."),
    ),
    "sse_composite": Known(
        PUBLISHED["sse_composite"].weekdays, PUBLISHED["sse_composite"].hour,
        _("The exchange closes at 15:00 from Monday to Friday. Choose the time of the draw on such a day, before that"
          " hour, so that the list is frozen while nobody knows the value."),
    ),
}  # fmt: skip
# The lottery rests over the Spring Festival, from some days before the holiday on, and at the beginning of October.
LOTTERY_RESTS = "春节"
LOTTERY_RESTS_BEFORE = timedelta(days=3)
LOTTERY_RESTS_IN_OCTOBER = range(1, 5)
SOURCES_BY_CODE = {row.code: row for row in SOURCES}
SOURCE_CHOICES = [(row.code, row.label) for row in SOURCES]
# How a draw goes, as everybody reads it on the public page; the same steps stand in verifying.py.
STEPS: tuple[Sentence, ...] = (
    _("Each participant has a code. The codes, sorted and one a line, make the list; its SHA-256 is published"
      " before the draw."),
    _("A seed of 64 hexadecimal characters is made by chance and kept sealed; the SHA-256 of its text is published"
      " before the draw."),
    _("Before the draw it is said which public value of the future counts. Nobody knows it yet, and the company"
      " cannot choose it."),
    _("At the draw the seed is published and the public value is added. KEY is the SHA-256 of six lines: the name of"
      " this way (prize-draw/1), the hash of the list, the seed, the source, the reference, the public value."),
    _("The score of a code is the SHA-256 of KEY, a colon and the code. The codes are ranked by score, the lowest"
      " first."),
    _("The prizes go in their order to the first places, one place for each piece. The next places stand in reserve."),
)  # fmt: skip


def mask(handle: str) -> str:
    """A name of which only the ends are left: enough for its owner, too little for others."""
    return f"{handle[0]}***{handle[-1]}" if len(handle) > 2 else f"{handle[:1]}***"
