"""Everything that happened around an incident in one list: steps, notes, what custody saw meanwhile (R-011)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.custody.models import Credential
from accounts.incidents.models import Incident, IncidentStep
from accounts.incidents.rules import KIND, STEPS_BY_CODE
from governance.public import LedgerEntry, words_for

if TYPE_CHECKING:
    from accounts.people.models import User

# Entries of the ledger that one page shows; an incident has some dozens.
SHOWN = 500
NOTED = "incident.noted"


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: when, who (None is the system), what in words, and what somebody wrote to it."""

    at: datetime
    actor: User | None
    words: str
    text: str = ""
    url: str = ""


def timeline_of(incident: Incident) -> list[Happening]:
    """From the discovery on, oldest first: five statements for any length."""
    entries = _entries(incident)
    steps = {row.pk: row for row in incident.steps.all()}
    notes = {row.pk: row for row in incident.notes.all()}
    found = Happening(incident.found_at, incident.found_by, _("found it"))
    rows = [found, *(_told(entry, steps, notes) for entry in entries)]
    told = {entry.payload.get("note") for entry in entries if entry.event == NOTED}
    for note in incident.notes.select_related("written_by"):
        if note.pk not in told:  # written with a move, whose entry stands beside it
            rows.append(Happening(note.written_at, note.written_by, _("wrote to it"), note.text))
    return sorted(rows, key=lambda row: row.at)


def _entries(incident: Incident) -> list[LedgerEntry]:
    """Entries of the incident itself, and those of the logins of its accounts from its discovery to its end."""
    logins = Credential.objects.filter(account_id__in=incident.touched.values("account_id")).values("pk")
    meanwhile = Q(kind="credential", object_id__in=logins, at__gte=incident.found_at)
    if incident.closed_at is not None:
        meanwhile &= Q(at__lte=incident.closed_at)
    rows = LedgerEntry.objects.filter(Q(kind=KIND, object_id=incident.pk) | meanwhile)
    return list(rows.select_related("actor").order_by("at", "pk")[:SHOWN])


def _told(entry: LedgerEntry, steps: dict[int, IncidentStep], notes: dict[int, Any]) -> Happening:
    words, text = str(words_for(entry.event)), ""
    code = entry.payload.get("step")
    if entry.kind == KIND and code in STEPS_BY_CODE:
        words = _("%(what)s: %(step)s") % {"what": words, "step": STEPS_BY_CODE[code].label}
        step = steps.get(entry.payload.get("row", 0))
        if step is not None and step.done_at is not None and entry.event.startswith("incident.step_"):
            text = step.note if entry.event != "incident.step_assigned" else ""
    elif entry.event == NOTED and (note := notes.get(entry.payload.get("note", 0))) is not None:
        text = note.text
    return Happening(entry.at, entry.actor, words, text)
