"""Facts of the inbox as rows: limits, how long somebody counts as present, naps, tips on tone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from governance.public import Sentence

TEXT_LIMIT = 10_000
NOTE_LIMIT = 2_000
NAME_LIMIT = 120
# Messages taken in by one round of statements; messages decided on in one bulk action.
BATCH = 5_000
BULK = 200
# A list never counts further than this.
COUNT_CAP = 1_000
PAGE = 25
LIST_CHARACTERS = 90
# How many messages, answers and notes of one contact a page shows.
THREAD = 60
EXPORT_ROWS = 10_000
# Steps that stand under the thread of a message; the others stand beside it.
BELOW = frozenset({"reply", "hold", "measures", "outcome", "close", "reopen", "note"})
# The newest messages that hold the words; older ones are found with more words.
FOUND = 200

# Before every message.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# Pages ask every ten seconds; who has not asked for three times as long has gone.
POLL_SECONDS = 10
PRESENCE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Nap:
    """How long a message may sleep. Its clock runs on: a nap hides, it does not excuse."""

    code: str
    label: Sentence
    length: timedelta | None


NAPS = (
    Nap("hour", _("One hour"), timedelta(hours=1)),
    Nap("tomorrow", _("Until tomorrow"), timedelta(days=1)),
    Nap("week", _("One week"), timedelta(days=7)),
    Nap("time", _("Until a time"), None),
)
NAPS_BY_CODE = {nap.code: nap for nap in NAPS}

# Beside the reply box (R-061, D-4.1.1c, K-4.3.1b, M-7.1.2, O-5.1.2).
TONE_TIPS = (
    _("Greet, thank, and answer the question in the first sentence."),
    _("Say what happens next, who does it and until when."),
    _("Where something went wrong, say sorry before explaining it."),
    _("Promise nothing about health, effect or money that the rule book does not allow."),
    _("Ask for an order number in a direct message, never in a comment."),
)
