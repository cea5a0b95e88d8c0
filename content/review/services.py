"""Signing: every decision covers the version's hash, marks every criterion, and comes from somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.comments.services import require_resolved
from content.drafts.models import Draft, DraftVersion
from content.review import reminders
from content.review.confirming import require_confirmed
from content.review.eligibility import why_not
from content.review.models import DECISIONS, ReviewFinding, ReviewSlot
from content.review.rules import ANSWERED_BEFORE, APPROVALS, MARK_CODES, NOTE_LIMIT, PROBLEM_LIMIT
from content.review.voiding import void_signatures
from governance.public import (
    CompiledQuery,
    NotAllowed,
    NoteRequired,
    Refused,
    StaleVersion,
    WrongState,
    clean_text,
    has_visible_text,
    move,
    record,
    steady,
    update_row,
)

if TYPE_CHECKING:
    from accounts.public import User

Problem = Mapping[str, str]
# What signing reads of a draft; a signature is the most frequent write of the floor.
JOINED = ("account", "current_version")
NEEDED = (
    "title", "status", "lock_version", "author", "editors", "account", "current_version", "slots_signed", "created_at",
    "slots_total", "window_start", "account__calendar", "current_version__number", "current_version__sha256",
    "current_version__findings_count", "current_version__unsourced_claims",
    "account__department", "account__market",
)  # fmt: skip
LOCKED = CompiledQuery(
    lambda pk: Draft.objects.select_for_update(of=("self",)).select_related(*JOINED).only(*NEEDED).filter(pk=pk)
)
SLOTS = CompiledQuery(lambda version: ReviewSlot.objects.filter(version=version).order_by("position"))


def _check_marks(slot: ReviewSlot, marks: Mapping[str, str], decision: str) -> dict[str, str]:
    """Every criterion is marked, and nothing approved fails one (R-032)."""
    kept = {code: marks[code] for code in slot.criteria if marks.get(code) in MARK_CODES}
    if len(kept) < len(slot.criteria):
        raise Refused(
            _("%(count)d criteria are not marked yet. Mark each as pass, fail or not applicable.")
            % {"count": len(slot.criteria) - len(kept)},
            field="marks",
        )
    if decision in APPROVALS and "fail" in kept.values():
        raise Refused(_("A criterion is marked as failed. Request changes, or mark it again."), field="marks")
    return kept


def _check_problems(problems: Iterable[Problem], decision: str) -> list[Problem]:
    """Changes are requested for a named problem (R-033)."""
    named: list[Problem] = [
        {"criterion": row.get("criterion", ""), "text": clean_text(row["text"], field="problems", limit=PROBLEM_LIMIT)}
        for row in problems
        if has_visible_text(row.get("text", ""))
    ]
    if decision == "changes" and not named:
        raise NoteRequired(_("Name at least one problem, so that the author knows what to change."), field="problems")
    return named


def _check_answers(version: DraftVersion, stage: str) -> None:
    """Findings of the linter are answered, and facts have sources, before the stage can pass (R-027, R-044, R-045)."""
    if stage == "final" and version.unsourced_claims:
        raise Refused(
            _("%(count)d statements have no source. Request changes, so that the author adds them.")
            % {"count": version.unsourced_claims}
        )
    if not version.findings_count:
        return
    waiting = version.findings.filter(severity__in=ANSWERED_BEFORE[stage], cleared_at=None).count()
    if waiting and stage == "final":
        raise Refused(
            _("%(count)d blocking findings of the linter stand. Legal lets them pass with a reason, or nobody.")
            % {"count": waiting}
        )
    if waiting:
        raise Refused(
            _("%(count)d warnings of the linter wait for an answer. Answer each of them first.") % {"count": waiting}
        )


def check_decision(
    slot: ReviewSlot,
    *,
    decision: str,
    marks: Mapping[str, str],
    note: str = "",
    problems: Iterable[Problem] = (),
    **rest: Any,
) -> None:
    """Refuse what no password makes right: marks, note or problems that are missing. Asked before the password is."""
    if decision == "approve_note" and not has_visible_text(note):
        raise NoteRequired(_("Please write the note with which you approve."), field="note")
    _check_marks(slot, marks, decision)
    _check_problems(problems, decision)


def _current(slot: ReviewSlot, sha256: str | None) -> tuple[Draft, ReviewSlot, list[ReviewSlot]]:
    """Lock the draft, and find the slot in the version under review."""
    draft = LOCKED.get(pk=slot.draft_id)
    slots = SLOTS.all(version=draft.current_version_id) if draft.current_version_id else []
    mine = next((row for row in slots if row.pk == slot.pk), None)
    version = draft.current_version
    if mine is None or version is None or (sha256 is not None and sha256 != version.sha256):
        raise StaleVersion(_("A newer version was submitted. Please load the page again and look at the change."))
    if not mine.is_open or draft.stage != mine.stage:
        raise WrongState(_("This signature is not asked for any more. Please load the page again."))
    return draft, mine, slots


def decide(
    slot: ReviewSlot,
    *,
    actor: User,
    decision: str,
    marks: Mapping[str, str],
    note: str = "",
    problems: Iterable[Problem] = (),
    reauthenticated_at: datetime | None,
    sha256: str | None = None,
    at: datetime | None = None,
) -> Draft:
    """Sign a slot: approve, approve with a note, or request changes.

    `sha256` is the hash that the page showed; another current version refuses. The last signature of a stage
    moves the draft on; a request for changes sends it back and voids what was signed.
    """
    now = at or timezone.now()
    confirmed = require_confirmed(reauthenticated_at, now)
    if decision not in dict(DECISIONS):
        raise Refused(_("Please choose approve, approve with a note, or request changes."), field="decision")
    note = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    if decision == "approve_note" and not has_visible_text(note):
        raise NoteRequired(_("Please write the note with which you approve."), field="note")
    with transaction.atomic(), steady():
        draft, mine, slots = _current(slot, sha256)
        reason = why_not(mine, draft, actor, slots, now)
        if reason is not None:
            raise NotAllowed(reason)
        kept = _check_marks(mine, marks, decision)
        named = _check_problems(problems, decision)
        version = draft.current_version
        assert version is not None  # noqa: S101 - _current() refused everything else
        if decision in APPROVALS:
            _check_answers(version, mine.stage)
            require_resolved(draft.pk)
        signature: dict[str, Any] = {
            "signer": actor, "decision": decision, "marks": kept, "note": note, "sha256": version.sha256,
            "decided_at": now, "reauthenticated_at": confirmed,
        }  # fmt: skip
        if not update_row(mine, signature, decided_at=None, voided_at=None):
            raise WrongState(_("Somebody else gave this signature just now. Please load the page again."))
        reminders.slot_decided(mine, now)
        payload = {
            "slot": mine.pk, "code": mine.code, "stage": mine.stage, "decision": decision, "version": version.number,
            "sha256": version.sha256,
        }  # fmt: skip
        if decision == "changes":
            return _send_back(draft, mine, named, actor, note, payload, now)
        return _sign(draft, mine, slots, actor, payload, now)


def _send_back(
    draft: Draft, mine: ReviewSlot, named: Sequence[Problem], actor: User, note: str, payload: dict[str, Any],
    now: datetime,
) -> Draft:  # fmt: skip
    ReviewFinding.objects.bulk_create(
        [
            ReviewFinding(
                version_id=mine.version_id,
                slot=mine,
                account_id=draft.account_id,
                criterion=row["criterion"],
                text=row["text"],
                found_at=now,
            )
            for row in named
        ]
    )
    stage = mine.stage
    changes = {**void_signatures(draft, now, clocks=False), "returned_at": now}
    moved = move(
        draft,
        "request_changes",
        actor=actor,
        note=note if has_visible_text(note) else named[0]["text"],
        at=now,
        changes=changes,
        payload={**payload, "problems": len(named)},
        held=True,
    )
    reminders.stage_ends(moved, stage, now)
    reminders.changes_wanted(moved, now)
    return moved


def _sign(
    draft: Draft, mine: ReviewSlot, slots: Sequence[ReviewSlot], actor: User, payload: dict[str, Any], now: datetime
) -> Draft:
    signed = draft.slots_signed + 1
    if any(row.is_open and row.stage == mine.stage for row in slots):
        changed = {"slots_signed": signed, "lock_version": draft.lock_version + 1, "updated_at": now}
        if not update_row(draft, changed, lock_version=draft.lock_version):
            raise StaleVersion(_("A newer version was submitted. Please load the page again and look at the change."))
        record(
            "draft.signed",
            actor=actor,
            kind="draft",
            object_id=draft.pk,
            account_id=draft.account_id,
            payload=payload,
            at=now,
        )
        return draft
    lead = next(row for row in slots if row.stage == mine.stage)
    if mine.stage == "first":
        changes: dict[str, Any] = {"first_signer_id": lead.signer_id}
    else:
        changes = {"final_signer_id": lead.signer_id, "approved_at": now}
    name = "pass_first" if mine.stage == "first" else "pass_final"
    moved = move(
        draft,
        name,
        actor=actor,
        at=now,
        changes={**changes, "slots_signed": signed, "updated_at": now},
        payload=payload,
        held=True,
    )
    reminders.stage_ends(moved, mine.stage, now)
    if mine.stage == "first":
        reminders.stage_begins(moved, "final", slots, now)
    else:
        reminders.approval_known(moved, now)
    return moved
