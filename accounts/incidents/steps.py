"""The steps of an incident: given to somebody, done with a note and proofs, or left out with a reason (R-011)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.incidents.models import Incident, IncidentProof, IncidentStep
from accounts.incidents.people import CONCERNED, why_not_handling
from accounts.incidents.rules import (
    DONE,
    KIND,
    LEFT_OUT,
    NOTE_LIMIT,
    OUTCOMES,
    PASSWORD,
    PROOF_FOLDER,
    STEP_KIND,
    SUPERIOR,
)
from accounts.incidents.workflow import secrets_changed
from accounts.people.models import User
from accounts.platforms.services import seen_or_managed
from governance.public import (
    PAPERS,
    Denial,
    NotAllowed,
    NoteRequired,
    Refused,
    Sentence,
    WrongState,
    check_file,
    clean_text,
    has_visible_text,
    keep_under_hash,
    meet_deadline,
    reassign_deadlines,
    record,
    tell,
)

if TYPE_CHECKING:
    from django.core.files.base import File


def why_not_doing(step: IncidentStep, person: User, at: datetime) -> Sentence | None:
    """Why this person does not do this step, or None: its owner does, and whoever handles the incident."""
    if person.pk == step.incident.concerned_id:
        return CONCERNED
    return None if person.pk == step.owner_id else why_not_handling(step.incident, person, at)


def finish_step(
    step: IncidentStep,
    *,
    actor: User,
    note: str = "",
    outcome: str = DONE,
    proofs: Sequence[File[bytes]] = (),
    at: datetime | None = None,
) -> IncidentStep:
    """A step was done, or is not needed here, which takes a reason. Files are kept before the transaction.

    Raises Denial, WrongState, NotAllowed while a login has not been changed, NoteRequired, or Refused naming `proof`.
    """
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    fresh = IncidentStep.objects.select_related("incident__account", "incident__owner").get(pk=step.pk)
    _allow(why_not_doing(fresh, actor, now))
    checked = [check_file(file, PAPERS, field="proof") for file in proofs]
    kept = [(row, keep_under_hash(row, PROOF_FOLDER)) for row in checked]
    with transaction.atomic():
        locked = _lock_open(step)
        _allow(why_not_doing(locked, actor, now))
        _check(locked, actor, outcome, words, now)
        IncidentProof.objects.bulk_create(
            IncidentProof(
                step=locked, name=row.shown_name, media_type=row.row.mime, sha256=row.sha256, size=row.size,
                place=place, added_at=now, added_by=actor,
            )
            for row, place in kept
        )  # fmt: skip
        complete(locked, actor=actor, note=words, outcome=outcome, at=now, proofs=[row.sha256 for row in checked])
    return locked


def complete(
    step: IncidentStep, *, actor: User, note: str, at: datetime, outcome: str = DONE, proofs: Sequence[str] = ()
) -> None:
    """Write that the step is done; the caller holds the incident locked and has asked whether it may be."""
    step.outcome, step.note, step.done_at, step.done_by = outcome, note, at, actor
    step.save(update_fields=["outcome", "note", "done_at", "done_by"])
    meet_deadline(STEP_KIND, step.pk, STEP_KIND, at=at)
    event = "incident.step_done" if outcome == DONE else "incident.step_left_out"
    record(
        event, actor=actor, kind=KIND, object_id=step.incident_id, account_id=step.incident.account_id, at=at,
        payload={"step": step.code, "row": step.pk, "proofs": list(proofs)},
    )  # fmt: skip


def _check(step: IncidentStep, actor: User, outcome: str, words: str, now: datetime) -> None:
    if outcome not in dict(OUTCOMES):
        raise Refused(_("Please say whether it was done or is not needed."), field="outcome")
    if step.code == SUPERIOR:
        raise NotAllowed(_("This step is done when the superior confirms the report, and in no other way."))
    if outcome == LEFT_OUT and not step.is_optional:
        raise NotAllowed(_("This step cannot be left out. Please do it."))
    if outcome == LEFT_OUT and not has_visible_text(words):
        raise NoteRequired(_("Please say why this is not needed here."), field="note")
    if step.code == PASSWORD and (waiting := secrets_changed(step.incident, actor, {"at": now})) is not None:
        raise NotAllowed(waiting)


def assign_step(step: IncidentStep, *, actor: User, owner: User, at: datetime | None = None) -> IncidentStep:
    """Give an open step to somebody who works on the account. Raises Denial, WrongState, or Refused naming `owner`."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = _lock_open(step)
        _allow(why_not_handling(locked.incident, actor, now))
        if owner.pk == locked.incident.concerned_id:
            raise Refused(_("This person is named in the incident. Please choose somebody else."), field="owner")
        if not owner.is_active or locked.incident.account_id not in seen_or_managed(owner):
            raise Refused(
                _("This person does not work on the account. Please choose somebody who does."), field="owner"
            )
        _give(locked, owner, actor, now)
    return locked


def _give(locked: IncidentStep, owner: User, actor: User | None, now: datetime) -> None:
    before, locked.owner = locked.owner_id, owner
    locked.save(update_fields=["owner"])
    reassign_deadlines(STEP_KIND, locked.pk, owner, at=now)
    entry = record(
        "incident.step_assigned", actor=actor, kind=KIND, object_id=locked.incident_id,
        account_id=locked.incident.account_id, at=now,
        payload={"step": locked.code, "row": locked.pk, "from": before, "to": owner.pk},
    )  # fmt: skip
    if actor is None or owner.pk != actor.pk:
        tell(
            [owner], "incident.step", kind=KIND, object_id=locked.incident_id, at=now, urgent=True,
            params={"step": locked.code}, key=f"incident.step:{locked.pk}:{entry.pk}",
        )  # fmt: skip


def hand_step_on(step_id: int, *, actor: User | None, at: datetime) -> User:
    """Who was to do an open step leaves: the owner of its incident does it; who that is."""
    with transaction.atomic():
        locked = _lock_open(IncidentStep.objects.get(pk=step_id))
        _give(locked, locked.incident.owner, actor, at)
    return locked.owner


def _lock_open(step: IncidentStep) -> IncidentStep:
    """The incident is locked first, then its step, as everywhere; raises WrongState where nothing is open any more."""
    incidents = Incident.objects.select_for_update(of=("self",)).select_related("account__department", "owner")
    incident = incidents.get(pk=step.incident_id)
    locked = IncidentStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    locked.incident = incident
    if incident.is_closed:
        raise WrongState(_("This incident is closed. Open it again, with a reason, if it goes on."))
    if locked.done_at is not None:
        raise WrongState(_("This step is done already. Please load the page again."))
    return locked


def _allow(reason: Sentence | None) -> None:
    if reason is not None:
        raise Denial(reason)
