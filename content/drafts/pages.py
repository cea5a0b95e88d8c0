"""What the pages of a draft show: gathered here, so that the views stay short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from content.drafts.content import DraftContent, clean_content, clean_descriptions, implied_flags
from content.drafts.differences import Differences, differences
from content.drafts.models import Draft, DraftAsset
from content.drafts.rules import PUBLISH, WITHDRAW
from content.drafts.sealing import sealed_content, text_of
from content.drafts.urgency import waiting_request, why_no_urgency
from content.linter.descriptions import by_picture
from content.materials.pages import asked_on
from content.publishing.queries import RELEASABLE
from content.review.models import ReviewSlot
from content.review.reminders import clocks_of
from content.review.rounds import rounds_of
from content.review.submission import findings_of
from content.timeliness.pages import news_of
from governance.public import Move, available_moves, can, history_of

if TYPE_CHECKING:
    from accounts.public import User
    from content.linter.findings import Finding

# The moves that the page of a draft offers as buttons; signing and releasing have pages of their own.
BUTTONS = ("take_back", "discard", "unschedule")


def place_of(draft: Draft, user: User, permission: str) -> Any:
    """Where a right is needed: a publisher's on any account of the draft, everything else on the draft itself."""
    if permission not in (PUBLISH, WITHDRAW):
        return draft
    return next((account for account in draft.targets.all() if can(user, permission, account)), draft)


def moves_of(draft: Draft, user: User, names: tuple[str, ...]) -> list[Move]:
    """Some moves of the machine, each allowed or with the reason why not."""
    on = {WITHDRAW: place_of(draft, user, WITHDRAW)} if "unschedule" in names else {}
    return [move for move in available_moves(draft, user, on=on) if move.name in names]


def buttons_for(draft: Draft, user: User) -> dict[str, Any]:
    """The context of `ui/_moves.html` for the buttons of this page."""
    moves = moves_of(draft, user, BUTTONS)
    address = reverse("content:draft_move", args=[draft.pk])
    return {
        "allowed": [(move, address, "") for move in moves if move.allowed],
        "denied": [move for move in moves if not move.allowed],
        "needs_note": any(move.transition.needs_note for move in moves if move.allowed),
    }


def urgency_of(draft: Draft, user: User) -> dict[str, Any]:
    """Who said yes to the urgent reason so far, and what this person may do about it."""
    if not draft.urgent_reason or draft.urgent_approved_by_id:
        return {"may_approve_urgency": False}
    request = waiting_request(draft)
    agreed = list(request.decisions.select_related("by")) if request else []
    return {
        "urgency": request,
        "urgency_agreed": agreed,
        "may_ask_urgency": request is None and draft.wrote(user.pk) and draft.status == "draft",
        "may_approve_urgency": request is not None
        and why_no_urgency(draft, user) is None
        and user.pk not in {decision.by_id for decision in agreed},
    }


def draft_page(draft: Draft, user: User, now: datetime, **forms: Any) -> dict[str, Any]:
    """Everything that the page of one draft shows; a form that came back with a fault takes the empty one's place."""
    targets = list(draft.targets.all())
    files = list(draft.asset_rows.select_related("asset"))
    slots = list(
        ReviewSlot.objects.filter(version_id=draft.current_version_id)
        .select_related("signer", "department")
        .order_by("position")
    )
    return {
        "draft": draft,
        "targets": targets,
        "assets": files,
        "slots": slots,
        "rounds": rounds_of(draft),
        "findings": placed_in(draft, findings_of(draft, targets, files), files) if draft.status == "draft" else [],
        "buttons": buttons_for(draft, user),
        "may_write": can(user, "accounts.draft", draft),
        **urgency_of(draft, user),
        "publications": list(
            draft.publications.select_related("account", "publisher").prefetch_related("corrections")
        ),
        "window_over": draft.status in RELEASABLE and draft.window_end is not None and draft.window_end < now,
        **news_of(draft, targets, user, now),
        "deadlines": clocks_of(draft, slots),
        "entries": history_of("draft", draft.pk, 50),
        "materials": asked_on(draft, user),
        **forms,
    }


def placed_in(draft: Draft, findings: Iterable[Finding], files: Iterable[DraftAsset]) -> list[tuple[Finding, int]]:
    """Each finding with the number of the picture in whose description it lies, or 0 for the text."""
    written = text_of(draft.title, draft.body, draft.hashtags)
    return by_picture(findings, written, [(row.asset.kind, row.alt) for row in files])


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


class DraftConflict(NamedTuple):
    """What somebody else stored meanwhile, against what was written; `version` is the one that would be replaced."""

    version: int
    stored: Draft
    differences: Differences


def draft_conflict(draft: Draft, written: DraftContent) -> DraftConflict:
    """The draft as it is stored now, and how what was written on an older page differs from it."""
    stored = Draft.objects.select_related("account").get(pk=draft.pk)
    assets = list(stored.asset_rows.select_related("asset"))
    now = sealed_content(stored, handles=[account.handle for account in stored.targets.all()], assets=assets)
    wanted, values = copy(stored), clean_content(written)
    for name, value in {**values, "flags": sorted({*values["flags"], *implied_flags(values)})}.items():
        setattr(wanted, name, value)
    known = {row.asset_id: row.alt for row in assets} | clean_descriptions(written.get("descriptions", {}))
    chosen = [DraftAsset(asset=asset, alt=known.get(asset.pk, "")) for asset in written["assets"]]
    handles = {stored.account.handle, *(account.handle for account in written["accounts"])}
    return DraftConflict(
        stored.lock_version, stored, differences(now, sealed_content(wanted, handles=handles, assets=chosen))
    )
