"""Suspending what is planned, lifting it, approving each post again (interface.md, crisis; R-077, R-030)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from content.drafts.models import Draft, DraftTarget
from content.publishing.closing import suspend_scheduled
from content.publishing.queries import RELEASABLE
from content.review.confirming import require_confirmed
from content.review.eligibility import why_not_for_all
from content.suspension.gates import forget
from content.suspension.models import ReleaseHold, SuspendedAccount, Suspension
from governance.public import (
    Denial,
    NotAllowed,
    NoteRequired,
    Refused,
    Sentence,
    StaleVersion,
    WrongState,
    accounts_for,
    clean_text,
    has_visible_text,
    insert_rows,
    listed,
    record,
    require,
)

if TYPE_CHECKING:
    from accounts.public import User

LOCKED = Draft.objects.select_for_update(of=("self",)).select_related("account", "current_version")
MANAGE, REVIEW = "accounts.manage", "accounts.review_final"
WORDS_LIMIT = 2_000


def _words(text: str, sentence: str, field: str) -> str:
    words = clean_text(text, field=field, limit=WORDS_LIMIT).strip()
    if not has_visible_text(words):
        raise NoteRequired(sentence, field=field)
    return words


def suspend_publishing(
    accounts: Iterable[PlatformAccount], *, actor: User, reason: str, at: datetime | None = None
) -> Suspension:
    """Hold back everything that is approved or scheduled on these accounts, and whatever would go there meanwhile.

    Whoever manages all of them does. Scheduled posts leave the schedule and their authors are told; each post that was
    ready is approved again before it goes. Raises Denial, NoteRequired, Refused where no account is named, or
    WrongState where publishing is suspended on all of them already.
    """
    now = at or timezone.now()
    rows = sorted({row.pk: row for row in accounts}.values(), key=lambda row: row.pk)
    if not rows:
        raise Refused(_("No account of that kind is in use. Choose what is to be suspended."), field="accounts")
    for row in rows:
        require(actor, MANAGE, row)
    words = _words(reason, _("Please say why; everybody who sees these accounts reads it."), "reason")
    with transaction.atomic():
        # Under their locks, so that of two that are sent at once the second sees the first.
        held = PlatformAccount.objects.select_for_update(no_key=True, of=("self",)).filter(
            pk__in=[row.pk for row in rows]
        )
        still_open = SuspendedAccount.objects.filter(suspension__lifted_at=None, account__in=list(held.order_by("pk")))
        if {row.account_id for row in still_open} >= {row.pk for row in rows}:
            raise WrongState(_("Publishing is suspended there already. Load the page again to see why, and by whom."))
        names = listed(str(row) for row in rows[:3]) + (f" … ({len(rows)})" if len(rows) > 3 else "")
        suspension = Suspension.objects.create(scope=names[:200], reason=words, begun_by=actor, begun_at=now)
        insert_rows([SuspendedAccount(suspension=suspension, account=row) for row in rows])
        targets = DraftTarget.objects.filter(account__in=rows).values("draft_id")
        # Under their locks, so that one that is being scheduled this moment is seen as it is afterwards.
        locked = Draft.objects.select_for_update(of=("self",)).filter(status__in=RELEASABLE, pk__in=targets)
        ready = list(locked.defer("body").order_by("pk"))
        insert_rows([ReleaseHold(draft=row, author_id=row.author_id, suspension=suspension) for row in ready])
        suspend_scheduled(rows, suspension.pk, now)
        record(
            "suspension.begun", actor=actor, kind="suspension", object_id=suspension.pk,
            payload={"accounts": [row.pk for row in rows]}, at=now,
        )  # fmt: skip
        transaction.on_commit(forget)
    forget()
    return suspension


def lift_suspension(suspension: Suspension, *, actor: User, note: str, at: datetime | None = None) -> Suspension:
    """Let publishing go on; whoever manages all of its accounts does. What was held back waits for another yes.

    An account that was closed has nobody who manages it any more; where all are, whoever manages any account does.
    """
    now = at or timezone.now()
    words = _words(note, _("Please say why it may go on."), "note")
    with transaction.atomic():
        locked = Suspension.objects.select_for_update().get(pk=suspension.pk)
        covered = PlatformAccount.objects.filter(pk__in=locked.covered.values("account_id"))
        open_ones = covered.open()
        for row in open_ones:
            require(actor, MANAGE, row)
        if not open_ones and not accounts_for(actor, MANAGE):
            raise Denial(_("Whoever manages an account lifts a suspension. Ask one of them."))
        if locked.lifted_at is not None:
            raise WrongState(_("This suspension was lifted already. Load the page again."))
        locked.lifted_by, locked.lifted_at, locked.lift_note = actor, now, words
        locked.save(update_fields=["lifted_by", "lifted_at", "lift_note"])
        record("suspension.lifted", actor=actor, kind="suspension", object_id=locked.pk, at=now)
    forget()
    return locked


def why_no_approval(draft: Draft, actor: User, at: datetime) -> Sentence | None:
    """Why this person may not let a post go that was held back, or None: every bar of a final signature."""
    return why_not_for_all(REVIEW, draft, actor, at)


def approve_again(
    hold: ReleaseHold, *, actor: User, sha256: str, reauthenticated_at: datetime | None, at: datetime | None = None
) -> ReleaseHold:
    """Somebody who may give the final review on every account of a post lets it go after all.

    It weighs as much as that signature: its bars, a password just confirmed, and `sha256` of the version that the
    page showed. Raises NotAllowed, StaleVersion, or WrongState where it is not time, or was done already.
    """
    now = at or timezone.now()
    confirmed = require_confirmed(reauthenticated_at, now)
    with transaction.atomic():
        draft = LOCKED.get(pk=hold.draft_id)
        locked = ReleaseHold.objects.select_for_update(of=("self",)).select_related("suspension").get(pk=hold.pk)
        if locked.author_id == actor.pk:
            raise NotAllowed(_("You wrote this, so somebody else must approve it again."))
        if (reason := why_no_approval(draft, actor, now)) is not None:
            raise NotAllowed(reason)
        if locked.suspension.lifted_at is None:
            raise WrongState(_("Publishing is still suspended. Each post is approved again once that is lifted."))
        if locked.approved_at is not None:
            raise WrongState(_("This was approved again already. Load the page again."))
        if draft.current_version is None or draft.current_version.sha256 != sha256:
            raise StaleVersion(_("A newer version was submitted. Please load the page again and look at the change."))
        locked.approved_by, locked.approved_at = actor, now
        locked.sha256, locked.reauthenticated_at = sha256, confirmed
        locked.save(update_fields=["approved_by", "approved_at", "sha256", "reauthenticated_at"])
        # Several suspensions may have held it back; it is the same text that was approved now.
        ReleaseHold.objects.filter(draft=draft, approved_at=None, suspension__lifted_at__isnull=False).update(
            approved_by=actor, approved_at=now, sha256=sha256, reauthenticated_at=confirmed
        )
        record(
            "draft.approved_again", actor=actor, kind="draft", object_id=draft.pk, account_id=draft.account_id,
            payload={"suspension": locked.suspension_id, "sha256": sha256}, at=now,
        )  # fmt: skip
    return locked
