"""What the review page shows: gathered here, so that the view stays short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.public import PlatformAccount, User
from content.comments.forms import CommentForm
from content.comments.pages import comments_page
from content.drafts.differences import Differences, differences
from content.drafts.models import Draft, DraftVersion, LintFinding
from content.drafts.sealing import text_of
from content.linter.descriptions import by_picture
from content.media.models import MediaAsset
from content.publishing.rules import KIT, KIT_FALLBACK
from content.review.clearing import why_no_clearing
from content.review.eligibility import eligible_ids, why_not
from content.review.forms import DecisionForm
from content.review.models import ReviewSlot
from content.review.reminders import clocks_of
from content.review.rounds import rounds_of
from governance.public import Sentence, criteria_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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


def previews(accounts: Iterable[PlatformAccount], body: str) -> list[dict[str, Any]]:
    """The post as each account will show it."""
    return [
        {
            "account": account,
            "titled": any(field.code == "title" for field in KIT.get(account.platform, KIT_FALLBACK)),
            "characters": len(body),
        }
        for account in accounts
    ]


def sealed_files(version: DraftVersion) -> list[dict[str, Any]]:
    """The files of a version in their places, each with the description that was sealed."""
    rows = version.sealed["media"]
    assets = MediaAsset.objects.in_bulk([row["id"] for row in rows])
    return [{"asset": assets[row["id"]], "alt": row["alt"]} for row in rows if row["id"] in assets]


def findings_in_place(version: DraftVersion) -> list[tuple[LintFinding, int]]:
    """What the linter found in a version, each with the number of the picture in whose description it lies, or 0."""
    sealed = version.sealed
    kinds = dict(MediaAsset.objects.filter(pk__in=[row["id"] for row in sealed["media"]]).values_list("pk", "kind"))
    files = [(kinds.get(row["id"], ""), row["alt"]) for row in sealed["media"]]
    written = text_of(sealed["title"], sealed["body"], sealed["hashtags"])
    return by_picture(version.findings.select_related("cleared_by"), written, files)


def review_page(
    draft: Draft, user: User, form: DecisionForm | None = None, comment_form: CommentForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Everything that the page of a review shows."""
    lines = slot_lines(draft, user)
    mine = mine_to_sign(lines, draft)
    version = draft.current_version
    if form is None and mine is not None and version is not None:
        form = DecisionForm(slot=mine, initial={"sha256": version.sha256})
    assets = list(draft.asset_rows.select_related("asset"))
    comments = comments_page(draft, version, user, assets, comment_form) if version else {}
    return comments | {
        "draft": draft,
        "version": version,
        "lines": lines,
        "mine": mine,
        "form": form,
        "previews": previews(draft.targets.all(), draft.body),
        "assets": assets,
        "findings": findings_in_place(version) if version else [],
        "changes": changes_since(draft, version, user) if version else None,
        "deadlines": clocks_of(draft, [line.slot for line in lines]),
        "rounds": rounds_of(draft),
        "no_clearing": why_no_clearing(draft, user, timezone.now()),
    }
