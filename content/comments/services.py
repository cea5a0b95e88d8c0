"""Commenting on what is under review: open a thread, answer, resolve, open again (R-033)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.comments.anchors import Anchor, columns_of
from content.comments.models import Comment, CommentThread
from content.comments.rules import TEXT_LIMIT
from content.comments.workflow import undecided
from content.drafts.models import Draft
from content.review.rules import SIGNING_RIGHTS
from governance.public import (
    CompiledQuery,
    NotAllowed,
    NoteRequired,
    Refused,
    Sentence,
    StaleVersion,
    WrongState,
    accounts_for,
    clean_text,
    has_visible_text,
    insert_row,
    move,
    record,
    tell,
)

if TYPE_CHECKING:
    from accounts.public import User

KIND = "comment_thread"
# Asked with every consenting signature.
OPEN = CompiledQuery(
    lambda draft: CommentThread.objects.filter(draft=draft, status="open").order_by().values_list("pk")
)


def open_threads(draft_id: int) -> int:
    """How many comments hold an approval of this draft back; one statement."""
    return len(OPEN.rows(draft=draft_id))


def why_no_comment(draft: Draft, actor: User) -> Sentence | None:
    """Why this person may not comment on a draft, or None: its writers and whoever signs on its account do."""
    if draft.wrote(actor.pk) or any(draft.account_id in accounts_for(actor, right) for right in SIGNING_RIGHTS):
        return None
    return _("Only its authors and those who review on this account comment on a draft.")


def _words(text: str) -> str:
    words = clean_text(text, field="text", limit=TEXT_LIMIT).strip()
    if not has_visible_text(words):
        raise NoteRequired(_("Please write the comment; an empty one helps nobody."), field="text")
    return words


def _lock(draft_id: int, actor: User) -> Draft:
    """The draft under its lock, as whoever signs it holds it: a comment is before a signature or after it."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("current_version", "author", "account")
    draft = rows.get(pk=draft_id)
    if (reason := why_no_comment(draft, actor)) is not None:
        raise NotAllowed(reason)
    return draft


def _note(event: str, thread: CommentThread, actor: User, at: datetime) -> None:
    record(
        event, actor=actor, kind="draft", object_id=thread.draft_id, account_id=thread.account_id,
        payload={"thread": thread.pk, "part": thread.part}, at=at,
    )  # fmt: skip


def _tell(thread: CommentThread, comment: Comment, actor: User, at: datetime) -> None:
    """Whoever wrote the draft, and everybody in the thread, but not the one who speaks."""
    spoke = Comment.objects.filter(thread=thread).values_list("author_id", flat=True)
    people = [pk for pk in dict.fromkeys([thread.draft.author_id, thread.opened_by_id, *spoke]) if pk != actor.pk]
    tell(people, "comment.written", kind=KIND, object_id=thread.pk, params={"name": str(actor)},
         key=f"comment.written:{comment.pk}", at=at)  # fmt: skip


def open_thread(
    draft: Draft, *, actor: User, text: str, anchor: Anchor | None = None, sha256: str | None = None,
    at: datetime | None = None,
) -> CommentThread:  # fmt: skip
    """Comment on the version under review. Until the thread is resolved, nobody can approve the draft.

    `sha256` is the hash that the page showed; another version under review raises StaleVersion.
    """
    now, words = at or timezone.now(), _words(text)
    with transaction.atomic():
        locked = _lock(draft.pk, actor)
        version = locked.current_version
        if version is None or not locked.in_review:
            raise WrongState(_("This draft is not under review now. Comments are written while it is."))
        if sha256 is not None and sha256 != version.sha256:
            raise StaleVersion(_("A newer version was submitted. Please load the page again and look at the change."))
        thread = insert_row(
            CommentThread(
                draft=locked, version=version, account_id=locked.account_id, opened_by=actor, opened_at=now,
                **columns_of(anchor or Anchor(), version.sealed),
            )
        )  # fmt: skip
        comment = insert_row(Comment(thread=thread, author=actor, text=words, written_at=now))
        _note("comment.opened", thread, actor, now)
        _tell(thread, comment, actor, now)
    return thread


def answer_thread(thread: CommentThread, *, actor: User, text: str, at: datetime | None = None) -> Comment:
    """Write one more word in a thread; open or resolved, while the draft is not signed whole."""
    now, words = at or timezone.now(), _words(text)
    with transaction.atomic():
        draft = _lock(thread.draft_id, actor)
        thread.draft = draft
        if (sentence := undecided(thread, actor, {})) is not None:
            raise WrongState(sentence)
        comment = insert_row(Comment(thread=thread, author=actor, text=words, written_at=now))
        _note("comment.answered", thread, actor, now)
        _tell(thread, comment, actor, now)
    return comment


def move_thread(
    thread: CommentThread, name: str, *, actor: User, text: str = "", version: int | None = None,
    at: datetime | None = None,
) -> CommentThread:  # fmt: skip
    """Resolve a thread, or open it again with a reason.

    Resolved by whoever opened it or by another reviewer, never by the author of the draft alone.
    """
    now = at or timezone.now()
    if has_visible_text(text) or name == "reopen":
        text = _words(text)
    with transaction.atomic():
        rows = Draft.objects.select_for_update(of=("self",)).select_related("author", "account")
        draft = rows.get(pk=thread.draft_id)
        locked = CommentThread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
        locked.draft = draft
        changes: dict[str, Any] = {"resolved_by": actor, "resolved_at": now}
        if name != "resolve":
            changes = {"resolved_by": None, "resolved_at": None}
        moved = move(
            locked, name, actor=actor, note=text, version=version, at=now, held=True, changes=changes,
            context={"barred": why_no_comment(draft, actor)}, payload={"draft": draft.pk},
        )  # fmt: skip
        if text:
            comment = insert_row(Comment(thread=moved, author=actor, text=text, written_at=now))
            _tell(moved, comment, actor, now)
    return moved


def require_resolved(draft_id: int) -> None:
    """Refuse an approval while a comment is open."""
    if count := open_threads(draft_id):
        raise Refused(
            _("%(count)d comments are open. Whoever wrote them resolves them, or you request changes.")
            % {"count": count}
        )
