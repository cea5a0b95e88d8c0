"""One decision for many drafts, each checked by itself: what is refused is listed, what passed stays (R-031)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from content.drafts.models import Draft
from content.review.eligibility import why_not
from content.review.models import ReviewSlot
from content.review.queries import waiting_for
from content.review.services import Problem, decide
from governance.public import Refused, Sentence

if TYPE_CHECKING:
    from accounts.public import User

LIMIT = 50


@dataclass(frozen=True, slots=True)
class Chosen:
    """A draft that somebody chose, the signature that they may give, or the sentence why none."""

    draft: Draft
    slot: ReviewSlot | None
    reason: Sentence | None


@dataclass
class Decided:
    """How a decision on many went."""

    done: list[Draft] = field(default_factory=list)
    refused: list[tuple[Draft, Sentence]] = field(default_factory=list)


def chosen_for(ids: Iterable[int], user: User) -> list[Chosen]:
    """The drafts of these numbers that wait for this person, each with the slot that they would sign."""
    wanted = list(dict.fromkeys(ids))[:LIMIT]
    rows = waiting_for(user).filter(draft_id__in=wanted).select_related("draft__account", "draft__author", "version")
    found: dict[int, Chosen] = {}
    for slot in rows.order_by("draft__submitted_at", "draft_id", "position"):
        known = found.get(slot.draft_id)
        if known is not None and known.slot is not None:
            continue
        reason = why_not(slot, slot.draft, user, ReviewSlot.objects.filter(version_id=slot.version_id))
        found[slot.draft_id] = Chosen(slot.draft, slot if reason is None else None, reason)
    return list(found.values())


def decide_many(
    hashes: Mapping[int, str], *, actor: User, decision: str, marks: Mapping[str, str], note: str = "",
    problems: Iterable[Problem] = (), reauthenticated_at: datetime | None, at: datetime | None = None,
) -> Decided:  # fmt: skip
    """Give the same decision on many slots: `hashes` holds, by slot, the hash of the version that the page showed.

    Every slot goes through `decide()` in a transaction of its own, with its own criteria out of `marks`.
    """
    outcome, named = Decided(), list(problems)
    slots = ReviewSlot.objects.filter(pk__in=list(hashes), draft__in=Draft.objects.visible_to(actor))
    for slot in slots.select_related("draft").order_by("draft__submitted_at", "pk")[:LIMIT]:
        own = {code: marks[code] for code in slot.criteria if code in marks}
        try:
            outcome.done.append(
                decide(
                    slot, actor=actor, decision=decision, marks=own, note=note, problems=named,
                    reauthenticated_at=reauthenticated_at, sha256=hashes[slot.pk], at=at,
                )
            )  # fmt: skip
        except Refused as refusal:
            outcome.refused.append((slot.draft, refusal.sentence))
    return outcome
