"""What the page of a review shows of its comments: gathered here, so that the view stays short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from content.comments.anchors import Unit, place_in, stands_in, units_of
from content.comments.forms import CommentForm, WordForm
from content.comments.models import CommentThread
from content.comments.services import why_no_comment
from content.comments.workflow import asked_or_reviews, undecided
from governance.public import Sentence

if TYPE_CHECKING:
    from accounts.public import User
    from content.drafts.models import Draft, DraftAsset, DraftVersion


@dataclass(frozen=True, slots=True)
class Line:
    """A place of the text with the open threads that hang on it."""

    unit: Unit
    threads: list[CommentThread]


@dataclass(frozen=True, slots=True)
class Shown:
    """A thread as one person sees it; `gone` says that a later version lost the place."""

    thread: CommentThread
    gone: bool
    why_not_resolve: Sentence | None
    form: WordForm


def threads_of(draft: Draft) -> list[CommentThread]:
    """Every thread of a draft with its words, in the order in which they were opened; two statements."""
    return list(
        CommentThread.objects.filter(draft=draft)
        .select_related("opened_by", "resolved_by", "version", "asset")
        .prefetch_related("comments__author")
        .order_by("pk")
    )


def comments_page(
    draft: Draft, version: DraftVersion, user: User, rows: Sequence[DraftAsset], form: CommentForm | None = None
) -> dict[str, Any]:
    """Threads, open ones first, the text in places to comment on, and the form; three statements."""
    threads = threads_of(draft)
    threads.sort(key=lambda thread: (thread.status != "open", thread.pk))
    barred = why_no_comment(draft, user)
    units = units_of(version.sealed)
    sealed_ids = {row["id"] for row in version.sealed["media"]}
    assets = [row.asset for row in rows if row.asset_id in sealed_ids]
    for thread in threads:
        thread.draft = draft
    if form is None and barred is None and draft.in_review:
        form = CommentForm(units=units, assets=assets, initial={"sha256": version.sha256})
    return {
        "threads": [
            Shown(
                thread,
                not stands_in(thread, version.sealed),
                undecided(thread, user, {}) or asked_or_reviews(thread, user, {"barred": barred}),
                WordForm(),
            )
            for thread in threads
        ],
        "open_count": sum(thread.status == "open" for thread in threads),
        "text_lines": [Line(unit, _on(unit, threads, version)) for unit in units],
        "comment_form": form,
        "may_comment": barred is None,
        "commented_assets": assets,
    }


def _on(unit: Unit, threads: Sequence[CommentThread], version: DraftVersion) -> list[CommentThread]:
    found = []
    for thread in threads:
        if thread.status == "open" and thread.part == unit.part:
            place = place_in(thread, version.sealed)
            if place is not None and place[0] < unit.end and unit.start < place[1]:
                found.append(thread)
    return found
