"""Looking at figures and feedback some time after release, with a note each time (R-042, D-3.4.2a, M-4.4.4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.publishing.models import Checkpoint
from content.publishing.rules import NOTE_LIMIT
from governance.public import (
    NotAllowed,
    NoteRequired,
    WrongState,
    can,
    cancel_deadline,
    clean_text,
    has_visible_text,
    insert_rows,
    open_deadlines,
    param,
    record,
    stop_clock,
)

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User
    from content.publishing.models import Publication

SHORT_UNITS = {"hours": "h", "days": "d"}
# Anybody who works on the account may write the note.
RIGHTS = ("accounts.publish", "accounts.view_metrics", "accounts.draft")


def begin(publication: Publication, account: PlatformAccount, at: datetime) -> None:
    """Lay out the checkpoints of a new publication, each with its clock."""
    rows = insert_rows(
        [
            Checkpoint(
                publication=publication,
                account=account,
                code=f"{limit['amount']}{SHORT_UNITS[limit['unit']]}",
                due_at=publication.published_at + timedelta(**{limit["unit"]: limit["amount"]}),
            )
            for limit in param("checkpoints", account=account, at=at).value
        ]
    )
    open_deadlines(
        [
            {
                "kind": "checkpoint",
                "object_id": row.pk,
                "purpose": "checkpoint",
                "owner_id": publication.publisher_id,
                "due": row.due_at,
                "start": publication.published_at,
                "calendar": account.calendar,
                "account_id": account.pk,
            }
            for row in rows
        ],
        at=at,
    )


def end(publication: Publication, at: datetime) -> None:
    """A withdrawn post needs no further look."""
    for row in publication.checkpoints.filter(noted_at=None):
        cancel_deadline("checkpoint", row.pk, at=at)


def may_note(user: User, checkpoint: Checkpoint) -> bool:
    """Whoever works on the account; the auditor, who sees all figures, writes nothing."""
    if can(user, "governance.read_everything") and not user.is_superuser:
        return False
    return any(can(user, right, checkpoint) for right in RIGHTS)


def note_checkpoint(checkpoint: Checkpoint, *, actor: User, note: str, at: datetime | None = None) -> Checkpoint:
    """Write down what the figures and the feedback say."""
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    with transaction.atomic():
        locked = Checkpoint.objects.select_for_update().get(pk=checkpoint.pk)
        if not may_note(actor, locked):
            raise NotAllowed(_("You do not work on this account. Ask its publisher to write the note."))
        if locked.noted_at is not None:
            raise WrongState(_("Somebody wrote this note already. Load the page again."))
        if not has_visible_text(words):
            raise NoteRequired(_("Write down what you saw: figures, feedback, what to do."), field="note")
        locked.noted_at, locked.noted_by, locked.note = now, actor, words
        locked.save(update_fields=["noted_at", "noted_by", "note"])
        stop_clock("checkpoint", locked.pk, "checkpoint", at=now)
        record(
            "checkpoint.noted",
            actor=actor,
            kind="checkpoint",
            object_id=locked.pk,
            account_id=locked.account_id,
            payload={"publication": locked.publication_id},
            at=now,
        )
    return locked
