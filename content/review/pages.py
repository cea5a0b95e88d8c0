"""What the review page shows: gathered here, so that the view stays short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.public import User
from content.drafts.differences import Differences, differences
from content.drafts.models import Draft, DraftVersion
from content.publishing.rules import KIT, KIT_FALLBACK
from content.review.eligibility import eligible_ids, why_not
from content.review.forms import DecisionForm
from content.review.models import ReviewSlot
from content.review.rounds import rounds_of
from governance.public import Sentence, can, criteria_words, deadlines_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot as one person sees it: theirs to sign or why not, and who else could."""

    slot: ReviewSlot
    reason: Sentence | None
    people: list[User]
    marks: list[tuple[str, str]]


def slot_lines(draft: Draft, user: User) -> list[SlotLine]:
    """The slots of the current version, with reasons and people."""
    slots = list(
        ReviewSlot.objects.filter(version_id=draft.current_version_id)
        .select_related("signer", "department")
        .order_by("position")
    )
    ids = {slot.pk: eligible_ids(slot, draft, slots) for slot in slots if slot.is_open}
    people = User.objects.in_bulk({pk for found in ids.values() for pk in found})
    lines = []
    for slot in slots:
        words = dict(criteria_words(slot.criteria))
        lines.append(
            SlotLine(
                slot,
                why_not(slot, draft, user, slots) if slot.is_open else None,
                [people[pk] for pk in ids.get(slot.pk, [])],
                [(words.get(code, code), mark) for code, mark in slot.marks.items()],
            )
        )
    return lines


def mine_to_sign(lines: Sequence[SlotLine], draft: Draft) -> ReviewSlot | None:
    """The first open slot of the running stage that this person may sign."""
    return next(
        (line.slot for line in lines if line.slot.is_open and line.slot.stage == draft.stage and line.reason is None),
        None,
    )


def changes_since(draft: Draft, version: DraftVersion, user: User) -> tuple[DraftVersion, Differences] | None:
    """The difference to the version on which this person decided last; None at the first look."""
    last = (
        DraftVersion.objects.filter(draft=draft, number__lt=version.number, slots__signer=user)
        .order_by("-number")
        .first()
    )
    if last is None:
        return None
    return last, differences(last.sealed, version.sealed)


def previews(draft: Draft) -> list[dict[str, Any]]:
    """The post as each account will show it."""
    return [
        {
            "account": account,
            "titled": any(field.code == "title" for field in KIT.get(account.platform, KIT_FALLBACK)),
            "characters": len(draft.body),
        }
        for account in draft.targets.all()
    ]


def review_page(draft: Draft, user: User, form: DecisionForm | None = None) -> dict[str, Any]:
    """Everything that the page of a review shows."""
    lines = slot_lines(draft, user)
    mine = mine_to_sign(lines, draft)
    version = draft.current_version
    if form is None and mine is not None and version is not None:
        form = DecisionForm(slot=mine, initial={"sha256": version.sha256})
    return {
        "draft": draft,
        "version": version,
        "lines": lines,
        "mine": mine,
        "form": form,
        "previews": previews(draft),
        "assets": list(draft.asset_rows.select_related("asset")),
        "findings": list(version.findings.select_related("cleared_by")) if version else [],
        "changes": changes_since(draft, version, user) if version else None,
        "deadlines": deadlines_of("draft", [draft.pk]).get(draft.pk, []),
        "rounds": rounds_of(draft),
        "may_clear": bool(can(user, "governance.sign_legal", draft)),
    }
