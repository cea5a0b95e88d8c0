"""Corrective measures: what keeps an incident from happening again, who does it, until when (R-011)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.incidents.models import CorrectiveMeasure, Incident
from accounts.incidents.people import why_not_handling
from accounts.incidents.rules import KIND, LONGEST_MEASURE, MEASURE_KIND, NOTE_LIMIT
from accounts.incidents.services import lock_unclosed, require_handling
from accounts.people.models import User
from governance.public import (
    Denial,
    NoteRequired,
    Refused,
    WrongState,
    clean_text,
    has_visible_text,
    meet_deadline,
    open_deadline,
    reassign_deadlines,
    record,
    tell,
    today,
)


def name_measure(
    incident: Incident, *, actor: User, text: str, owner: User, due_on: date, at: datetime | None = None
) -> CorrectiveMeasure:
    """Name a measure with its owner and day; its clock runs on after the incident is closed.

    Raises Denial, WrongState, or Refused naming the field.
    """
    now = at or timezone.now()
    words = clean_text(text, field="text", limit=500, one_line=True).strip()
    if not has_visible_text(words):
        raise Refused(_("Please say what is done."), field="text")
    if not today(now) <= due_on <= today(now) + LONGEST_MEASURE:
        raise Refused(_("Please choose a day from today on, within a year."), field="due_on")
    if not owner.is_active:
        raise Refused(_("This person no longer works here. Please choose somebody else."), field="owner")
    with transaction.atomic():
        locked = lock_unclosed(incident)
        require_handling(locked, actor, now)
        measure = CorrectiveMeasure.objects.create(
            incident=locked, text=words, owner=owner, due_on=due_on, named_by=actor, named_at=now
        )
        evening = datetime.combine(due_on + timedelta(days=1), time.min, ZoneInfo(owner.time_zone))
        open_deadline(
            kind=MEASURE_KIND, object_id=measure.pk, purpose="measure", owner=owner, due=evening, start=now,
            calendar=locked.account.calendar, account_id=locked.account_id, at=now,
        )  # fmt: skip
        _note("incident.measure_named", measure, actor, now)
        if owner.pk != actor.pk:
            tell(
                [owner], "incident.measure", kind=KIND, object_id=locked.pk, params={"due": due_on},
                key=f"incident.measure:{measure.pk}", at=now,
            )  # fmt: skip
    return measure


def finish_measure(
    measure: CorrectiveMeasure, *, actor: User, result: str, at: datetime | None = None
) -> CorrectiveMeasure:
    """The measure was carried out, and how that shows; its owner says so, or whoever handles the incident."""
    now = at or timezone.now()
    words = clean_text(result, field="result", limit=NOTE_LIMIT).strip()
    if not has_visible_text(words):
        raise NoteRequired(_("Please say how it was done."), field="result")
    with transaction.atomic():
        rows = CorrectiveMeasure.objects.select_for_update(of=("self",))
        locked = rows.select_related("incident__account", "incident__owner").get(pk=measure.pk)
        reason = None if actor.pk == locked.owner_id else why_not_handling(locked.incident, actor, now)
        if reason is not None:
            raise Denial(reason)
        if locked.done_at is not None:
            raise WrongState(_("This measure is done already. Please load the page again."))
        locked.result, locked.done_at, locked.done_by = words, now, actor
        locked.save(update_fields=["result", "done_at", "done_by"])
        meet_deadline(MEASURE_KIND, locked.pk, "measure", at=now)
        _note("incident.measure_done", locked, actor, now)
    return locked


def hand_measure_on(measure_id: int, owner: User, *, actor: User | None, at: datetime) -> None:
    """Who was to carry an open measure out leaves: somebody else does, by the same day."""
    with transaction.atomic():
        rows = CorrectiveMeasure.objects.select_for_update(of=("self",)).select_related("incident")
        locked = rows.get(pk=measure_id)
        locked.owner = owner
        locked.save(update_fields=["owner"])
        reassign_deadlines(MEASURE_KIND, locked.pk, owner, at=at)
        _note("incident.measure_handed_on", locked, actor, at)


def _note(event: str, measure: CorrectiveMeasure, actor: User | None, now: datetime) -> None:
    record(
        event, actor=actor, kind=KIND, object_id=measure.incident_id, account_id=measure.incident.account_id, at=now,
        payload={"measure": measure.pk, "owner": measure.owner_id},
    )  # fmt: skip
