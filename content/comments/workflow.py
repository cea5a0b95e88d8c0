"""A thread of comments is open or resolved, as a table; open ones hold an approval back (R-033)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.public import VIEW_ACCOUNT, Machine, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.public import User
    from content.comments.models import CommentThread


def asked_or_reviews(thread: CommentThread, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """Whoever opened it, or somebody who reviews the draft and did not write it."""
    if thread.opened_by_id == actor.pk:
        return None
    if thread.draft.wrote(actor.pk):
        return _("You wrote in this draft, so whoever commented, or another reviewer, says that it is resolved.")
    return context.get("barred")


def takes_part(thread: CommentThread, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """Writers and reviewers of the draft."""
    return context.get("barred")


def undecided(thread: CommentThread, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """What is signed whole is not held back any more by a comment."""
    if thread.draft.status not in ("draft", "first_review", "final_review"):
        return _(
            "This draft is not under review any more, so its comments stay as they are. Edit it to review it anew."
        )
    return None


THREAD = register_machine(
    Machine(
        code="comment_thread",
        model="content.CommentThread",
        label=_("comment"),
        states=(
            State("open", _("Open comment"), "warn", "alert"),
            State("resolved", _("Resolved"), "good", "check"),
        ),
        transitions=(
            Transition(
                "resolve", _("Resolve"), ("open",), "resolved", VIEW_ACCOUNT, guards=(undecided, asked_or_reviews),
                event="comment.resolved", main=True,
            ),
            Transition(
                "reopen", _("Open again"), ("resolved",), "open", VIEW_ACCOUNT, needs_note=True,
                guards=(undecided, takes_part), event="comment.reopened",
            ),
        ),
    )
)  # fmt: skip
