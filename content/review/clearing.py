"""Answering what the linter found: a warning is a reviewer's to answer, a block is legal's to let pass (R-044, R-045).

Letting a block pass weighs as much as a signature, so it asks for as much: its bars, and a password just confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.drafts.models import Draft, LintFinding
from content.review.confirming import require_confirmed
from content.review.eligibility import why_not, why_not_for_all
from content.review.models import ReviewSlot
from content.review.rules import NOTE_LIMIT
from governance.public import NotAllowed, NoteRequired, Sentence, WrongState, clean_text, has_visible_text, record

if TYPE_CHECKING:
    from accounts.public import User

CLEARS = "governance.sign_legal"


def why_no_clearing(draft: Draft, actor: User, at: datetime) -> Sentence | None:
    """Why this person may not let blocking findings of the draft pass, or None: every bar of legal's signature."""
    return why_not_for_all(CLEARS, draft, actor, at)


def why_no_answer(
    finding: LintFinding, draft: Draft, actor: User, slots: Sequence[ReviewSlot], at: datetime
) -> Sentence | None:
    """Why this person may not answer the finding, or None."""
    if draft.wrote(actor.pk):
        return _("You wrote in this draft, so somebody else must answer.")
    if finding.severity == "block":
        return why_no_clearing(draft, actor, at)
    if all(why_not(slot, draft, actor, [], at) for slot in slots):
        return _("Only somebody who reviews this draft can answer.")
    return None


def answer_finding(
    finding: LintFinding, *, actor: User, answer: str, reauthenticated_at: datetime | None = None,
    at: datetime | None = None,
) -> LintFinding:  # fmt: skip
    """Answer a finding of the linter; a blocking one is legal's to let pass, with a reason and their password.

    Raises NoteRequired, NotAllowed, or WrongState where the version is not under review any more.
    """
    now = at or timezone.now()
    words = clean_text(answer, field="answer", limit=NOTE_LIMIT).strip()
    if not has_visible_text(words):
        raise NoteRequired(_("Please say why this may stand; the reason is kept with the version."), field="answer")
    with transaction.atomic():
        version = finding.version
        draft = Draft.objects.select_for_update(of=("self",)).select_related("account").get(pk=version.draft_id)
        locked = LintFinding.objects.select_for_update(of=("self",)).select_related("version").get(pk=finding.pk)
        slots = list(ReviewSlot.objects.filter(version_id=locked.version_id))
        if draft.current_version_id != locked.version_id or not draft.in_review or locked.cleared_at:
            raise WrongState(_("This finding needs no answer any more. Please load the page again."))
        if (reason := why_no_answer(locked, draft, actor, slots, now)) is not None:
            raise NotAllowed(reason)
        if locked.severity == "block":
            locked.reauthenticated_at = require_confirmed(reauthenticated_at, now)
        locked.cleared_by, locked.cleared_at, locked.clearance = actor, now, words
        locked.save(update_fields=["cleared_by", "cleared_at", "clearance", "reauthenticated_at"])
        record(
            "draft.finding_cleared", actor=actor, kind="draft", object_id=draft.pk, account_id=draft.account_id,
            payload={
                "finding": locked.pk, "rule": locked.rule, "severity": locked.severity,
                "sha256": locked.version.sha256,
            },
            at=now,
        )  # fmt: skip
    return locked
