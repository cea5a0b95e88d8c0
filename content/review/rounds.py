"""The rounds of a review with the words that were said in them; none is forgotten when the next one begins (R-033)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.review.models import ReviewFinding, ReviewSlot
from governance.public import Sentence, criteria_words

if TYPE_CHECKING:
    from content.drafts.models import Draft


@dataclass(frozen=True, slots=True)
class Said:
    """One decision with its words: the signature, and each problem with the criterion that it is about."""

    slot: ReviewSlot
    problems: Sequence[tuple[Sentence, str]]


@dataclass(frozen=True, slots=True)
class Round:
    """A version on which somebody said something; `answered_in` is the number of the version that followed."""

    number: int
    said: list[Said]
    answered_in: int | None

    @property
    def problems_open(self) -> bool:
        """Whether problems were named that no later version answers yet."""
        return self.answered_in is None and any(row.problems for row in self.said)


def rounds_of(draft: Draft) -> list[Round]:
    """Every round in which a note or a problem was written, the newest first; two queries and the words."""
    named: dict[int, list[ReviewFinding]] = defaultdict(list)
    for problem in ReviewFinding.objects.filter(version__draft=draft):
        named[problem.slot_id].append(problem)
    slots = ReviewSlot.objects.filter(draft=draft, decided_at__isnull=False).select_related("signer", "version")
    words = dict(criteria_words(sorted({row.criterion for rows in named.values() for row in rows if row.criterion})))
    by_number: dict[int, list[Said]] = defaultdict(list)
    for slot in slots.order_by("-version__number", "position"):
        if slot.note or named[slot.pk]:
            problems = [(words.get(row.criterion, ""), row.text) for row in named[slot.pk]]
            by_number[slot.version.number].append(Said(slot, problems))
    return [
        Round(number, said, number + 1 if number < draft.versions_count else None)
        for number, said in by_number.items()
    ]
