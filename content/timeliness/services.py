"""Confirming a stale draft anew (R-048)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.drafts.models import Draft
from content.drafts.queries import targets_of
from content.timeliness.models import Reconfirmation
from content.timeliness.rules import CONFIRM, NOTE_LIMIT
from content.timeliness.shelf import first_shelf_end, fresh_until
from governance.public import (
    NotAllowed,
    NoteRequired,
    Sentence,
    WrongState,
    can,
    clean_text,
    has_visible_text,
    insert_row,
    record,
    require_version,
)

if TYPE_CHECKING:
    from accounts.public import User

CONFIRMABLE = ("approved", "scheduled")


def why_no_reconfirmation(draft: Draft, actor: User) -> Sentence | None:
    """Why this person may not confirm it, or None."""
    if not can(actor, CONFIRM, draft):
        return _("Only a final reviewer of the account confirms that it still holds. Ask one of them.")
    if draft.wrote(actor.pk):
        return _("You wrote this, so somebody else must confirm that it still holds.")
    return None


def reconfirm_draft(
    draft: Draft, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> Reconfirmation:
    """Say that news still hold though their shelf life is over; it begins anew, for the signed version alone.

    Raises NotAllowed, NoteRequired, StaleVersion, or WrongState for what is not signed or still fresh.
    """
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    with transaction.atomic():
        locked = Draft.objects.select_for_update(of=("self",)).select_related("account").get(pk=draft.pk)
        require_version(locked, version)
        if (reason := why_no_reconfirmation(locked, actor)) is not None:
            raise NotAllowed(reason)
        if locked.status not in CONFIRMABLE or locked.current_version_id is None:
            raise WrongState(
                _("Only an approved draft is confirmed anew. Load the page again to see where it stands.")
            )
        accounts = targets_of(locked)
        end = fresh_until(locked, accounts, now)
        if end is None or now <= end:
            raise WrongState(_("This draft is still fresh, so nothing needs to be confirmed."))
        if not has_visible_text(words):
            raise NoteRequired(_("Write down what you looked at, and that it still holds."), field="note")
        row = insert_row(
            Reconfirmation(
                draft=locked, version_id=locked.current_version_id, account_id=locked.account_id,
                author_id=locked.author_id, note=words, confirmed_by=actor, confirmed_at=now,
                fresh_until=first_shelf_end(now, accounts, now),
            )
        )  # fmt: skip
        record(
            "draft.reconfirmed", actor=actor, kind="draft", object_id=locked.pk, account_id=locked.account_id,
            payload={"version": locked.current_version_id, "reconfirmation": row.pk}, at=now,
        )  # fmt: skip
    return row
