"""What the pages of a draft show: gathered here, so that the views stay short."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from content.drafts.models import Draft
from content.review.models import ReviewSlot
from governance.public import Move, available_moves, can, criteria_words, deadlines_of, history_of

if TYPE_CHECKING:
    from accounts.public import User

# The moves that the page of a draft offers as buttons; signing and releasing have pages of their own.
BUTTONS = ("take_back", "discard", "unschedule")


def moves_of(draft: Draft, user: User, names: tuple[str, ...]) -> list[Move]:
    """Some moves of the machine, each allowed or with the reason why not."""
    return [move for move in available_moves(draft, user) if move.name in names]


def buttons_for(draft: Draft, user: User) -> dict[str, Any]:
    """The context of `ui/_moves.html` for the buttons of this page."""
    moves = moves_of(draft, user, BUTTONS)
    address = reverse("content:draft_move", args=[draft.pk])
    return {
        "allowed": [(move, address, "") for move in moves if move.allowed],
        "denied": [move for move in moves if not move.allowed],
        "needs_note": any(move.transition.needs_note for move in moves if move.allowed),
    }


def draft_page(draft: Draft, user: User) -> dict[str, Any]:
    """Everything that the page of one draft shows."""
    slots = list(
        ReviewSlot.objects.filter(version_id=draft.current_version_id)
        .select_related("signer", "department")
        .order_by("position")
    )
    problems = list(draft.current_version.problems.select_related("slot__signer")) if draft.current_version else []
    may_approve = not draft.wrote(user.pk) and (
        draft.author.superior_id == user.pk or bool(can(user, "governance.approve_plans", draft))
    )
    return {
        "draft": draft,
        "targets": list(draft.targets.all()),
        "assets": list(draft.asset_rows.select_related("asset")),
        "slots": slots,
        "problems": problems,
        "problem_words": dict(criteria_words({problem.criterion for problem in problems if problem.criterion})),
        "buttons": buttons_for(draft, user),
        "may_write": can(user, "accounts.draft", draft),
        "may_approve_urgency": may_approve and bool(draft.urgent_reason) and not draft.urgent_approved_by_id,
        "publications": list(draft.publications.select_related("account", "publisher")),
        "deadlines": deadlines_of("draft", [draft.pk]).get(draft.pk, []),
        "entries": history_of("draft", draft.pk, 50),
    }


def version_grid(draft: Draft) -> list[dict[str, Any]]:
    """One row per version: what was decided in each stage, and the version before to compare with."""
    by_version: dict[int, list[ReviewSlot]] = defaultdict(list)
    for slot in ReviewSlot.objects.filter(draft=draft).select_related("signer").order_by("position"):
        by_version[slot.version_id].append(slot)
    return [
        {
            "version": version,
            "before": version.number - 1,
            "first": [slot for slot in by_version[version.pk] if slot.stage == "first"],
            "final": [slot for slot in by_version[version.pk] if slot.stage == "final"],
        }
        for version in draft.versions.select_related("submitted_by")
    ]
