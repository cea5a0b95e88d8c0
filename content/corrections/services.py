"""Asking for a correction of a post that stands, and what follows from the answer (R-027, R-040)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.corrections.models import Correction
from content.corrections.rules import (
    AGREED_BY,
    ASKING,
    CARRY_OUT,
    CORRECT_WITHIN,
    KIND,
    NOTICED_LIMIT,
    RIGHTS,
    SUBJECT_LIMIT,
    WORDS_LIMIT,
)
from content.corrections.signatures import (
    next_signature,
    require_people,
    signatures_for,
    unanswered,
    why_no_agreement,
)
from content.corrections.workflow import AGREED, ASKED
from content.linter.telling import told
from content.publishing.comparing import same_words, standing_text
from content.publishing.models import Publication
from content.publishing.rules import PUBLISHED_TEXT_LIMIT
from governance.public import (
    ApprovalRequest,
    NotAllowed,
    NoteRequired,
    Refused,
    WrongState,
    ask_approval,
    can,
    cancel_deadline,
    clean_text,
    clock_of,
    has_visible_text,
    insert_row,
    lapse_request,
    move,
    open_deadline,
    record,
    tell,
)

if TYPE_CHECKING:
    from accounts.public import Closing, User
    from content.review.models import ReviewSlot


def may_ask(user: User, publication: Publication) -> bool:
    """Whoever works on the account; the auditor, who sees everything, writes nothing."""
    if can(user, "governance.read_everything") and not user.is_superuser:
        return False
    return any(can(user, right, publication) for right in ASKING)


def lock_standing(publication: Publication) -> Publication:
    """The post under its lock; WrongState where it was withdrawn."""
    rows = Publication.objects.select_for_update(of=("self",)).select_related("account", "version", "draft")
    locked = rows.get(pk=publication.pk)
    if locked.withdrawn_at is not None:
        raise WrongState(_("This post was withdrawn, so there is nothing left to correct."))
    return locked


def ask_correction(
    publication: Publication, *, actor: User, wrong: str, corrected_text: str, noticed_by: str,
    at: datetime | None = None,
) -> Correction:  # fmt: skip
    """Say what is wrong, what should stand instead and who noticed; whoever signs such a post agrees (R-027, R-030).

    One at a time for a post. Raises NotAllowed, NoteRequired or Refused naming the field, WrongState for a post that
    was withdrawn or has a correction on its way.
    """
    now = at or timezone.now()
    words = _needed(wrong, "wrong", WORDS_LIMIT, _("Please say what is wrong; whoever decides needs to know."))
    noticed = _needed(noticed_by, "noticed_by", NOTICED_LIMIT, _("Please say who noticed it: a reader, a colleague."))
    text = _needed(
        corrected_text, "corrected_text", PUBLISHED_TEXT_LIMIT, _("Write the whole text as it should stand.")
    )
    if not may_ask(actor, publication):
        raise NotAllowed(_("You do not work on this account. Tell its publisher what is wrong."))
    with transaction.atomic():
        locked = lock_standing(publication)
        if Correction.objects.filter(publication=locked).open().exists():
            raise WrongState(_("A correction of this post is on its way already. Wait until it is carried out."))
        if same_words(text, standing_text(locked)):
            raise Refused(_("This is the text that stands already. Change what is wrong."), field="corrected_text")
        _require_clean(locked, text, now)
        slots = signatures_for(locked, text, at=now)
        require_people(slots, locked.draft, actor, now)
        row = insert_row(
            Correction(
                publication=locked, account=locked.account, wrong=words, corrected_text=text,
                sha256=hashlib.sha256(text.encode()).hexdigest(), noticed_by=noticed, asked_by=actor, asked_at=now,
            )
        )  # fmt: skip
        record(
            "correction.asked", actor=actor, kind=KIND, object_id=row.pk, account_id=row.account_id,
            payload={"publication": locked.pk, "sha256": row.sha256}, at=now,
        )  # fmt: skip
        _ask(row, slots[0], actor, at=now)
    return row


def _ask(row: Correction, slot: ReviewSlot, actor: User, before: Iterable[int] = (), *, at: datetime) -> None:
    row.request = ask_approval(
        AGREED_BY[slot.permission], actor=actor, account=row.account, department=slot.department, target=row,
        reason=row.wrong, title=row.publication.title[:SUBJECT_LIMIT], asked_before_by=before, at=at,
    )  # fmt: skip
    row.save(update_fields=["request"])


def _needed(text: str, field: str, limit: int, sentence: str) -> str:
    words = clean_text(text, field=field, limit=limit).strip()
    if not has_visible_text(words):
        raise NoteRequired(sentence, field=field)
    return words


def _require_clean(publication: Publication, text: str, at: datetime) -> None:
    """A correction brings nothing that somebody would have to answer; what was answered in this very post may stay."""
    found = unanswered(publication, text, at=at)
    blocking = [row for row in found if row.severity == "block"]
    if blocking:
        raise Refused(
            _(
                "The corrected text holds words that may not be published. %(words)s Change them, or write a draft of "
                "it."
            )
            % {"words": told(blocking)},
            field="corrected_text",
        )
    if found:
        raise Refused(
            _("Somebody would have to answer for these words: %(words)s Leave them out, or write a draft of it.")
            % {"words": told(found)},
            field="corrected_text",
        )


def _asked(request: ApprovalRequest) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",)).select_related(
        "account", "asked_by", "publication__draft__author", "publication__version", "publication__account"
    )
    return rows.get(pk=request.target_id or 0)


def _require_signer(row: Correction, request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    reason = why_no_agreement(row, request, actor, at)
    if reason is not None:
        raise NotAllowed(reason)


def agreed(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """Somebody said yes: the next is asked; after the last the publisher corrects the post by exactly this text.

    The ledger keeps which text it was (R-034). Raises NotAllowed for whom a bar of the signature stops.
    """
    row = _asked(request)
    if row.status != ASKED:
        raise WrongState(_("This post was withdrawn meanwhile, so there is nothing left to correct."))
    _require_signer(row, request, actor, at)
    record(
        "correction.signed", actor=actor, kind=KIND, object_id=row.pk, account_id=row.account_id,
        payload={"request": request.pk, "right": RIGHTS[request.kind], "sha256": row.sha256}, at=at,
    )  # fmt: skip
    if (slot := next_signature(row)) is not None:
        # Whoever took the request over asks on, as barred from the next yes as who asked before.
        _ask(row, slot, request.asked_by, request.asked_before_by, at=at)
        return
    due = clock_of(row.account.calendar).due(CORRECT_WITHIN, at)
    moved = move(
        row, "agree", actor=None, at=at, held=True, changes={"agreed_at": at, "due_at": due},
        payload={"request": request.pk, "by": actor and actor.pk, "sha256": row.sha256},
    )  # fmt: skip
    publisher = moved.publication.publisher
    open_deadline(
        kind=KIND, object_id=moved.pk, purpose=CARRY_OUT, owner=publisher, due=due, start=at,
        calendar=moved.account.calendar, account_id=moved.account_id, at=at,
    )  # fmt: skip
    tell([publisher.pk], "correction.to_carry_out", kind=KIND, object_id=moved.pk, at=at, urgent=True,
         key=f"correction.to_carry_out:{moved.pk}")  # fmt: skip


def refused(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """Somebody who could have agreed said no: the post stands as it is.

    A no ends a correction as a yes carries it on, so every bar of the signature holds for it too; raises NotAllowed.
    """
    row = _asked(request)
    if row.status == ASKED:
        _require_signer(row, request, actor, at)
        move(
            row, "refuse", actor=None, at=at, held=True,
            payload={"request": request.pk, "by": actor and actor.pk, "sha256": row.sha256},
        )  # fmt: skip


def not_agreed(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """Nobody asks or decides any more: the post stands as it is."""
    row = _asked(request)
    if row.status == ASKED:
        move(row, "refuse", actor=None, at=at, held=True, payload={"request": request.pk})


def drop_correction(
    correction: Correction, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> Correction:
    """The publisher gives up a correction that the platform does not allow; the post is withdrawn instead."""
    now = at or timezone.now()
    with transaction.atomic():
        moved = move(
            correction, "drop", actor=actor, version=version, at=now,
            note=clean_text(note, field="note", limit=WORDS_LIMIT).strip(),
        )  # fmt: skip
        cancel_deadline(KIND, moved.pk, CARRY_OUT, at=now)
        tell([moved.asked_by_id], "correction.dropped", kind=KIND, object_id=moved.pk, at=now,
             key=f"correction.dropped:{moved.pk}")  # fmt: skip
    return moved


def end_with_post(publication: Publication, *, actor: User, at: datetime) -> None:
    """In the transaction of a withdrawal: what was to be corrected stands no more."""
    rows = Correction.objects.select_for_update(of=("self",)).select_related("request")
    for row in rows.filter(publication=publication).open():
        waiting: Any = row.request if row.status == ASKED else None
        move(row, "end", actor=None, at=at, held=True, payload={"withdrawn_by": actor.pk})
        cancel_deadline(KIND, row.pk, CARRY_OUT, at=at)
        if waiting is not None:
            # Whoever decides locks the request before the correction, so it ends when this lock is let go.
            transaction.on_commit(lambda request=waiting: lapse_request(request, at=at))  # type: ignore[misc]


def end_with_account(closing: Closing) -> int:
    """Nobody publishes on a closed account: what was agreed to there ends, its asker is told; returns how many."""
    rows = Correction.objects.select_for_update(of=("self",)).filter(account=closing.account, status=AGREED)
    count = 0
    for row in rows.order_by("pk"):
        move(row, "end", actor=None, at=closing.at, held=True, payload={"closed_by": closing.actor.pk})
        cancel_deadline(KIND, row.pk, CARRY_OUT, at=closing.at)
        tell([row.asked_by_id], "correction.ended", kind=KIND, object_id=row.pk, at=closing.at,
             key=f"correction.ended:{row.pk}")  # fmt: skip
        count += 1
    return count
