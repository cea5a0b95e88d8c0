"""The report on an incident as PDF: times against limits, steps, cause, measures, timeline (R-011, R-107)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.incidents.models import Incident
from accounts.incidents.timeline import Happening, timeline_of
from governance.public import listed, set_pages

SETTING = Path(__file__).parent / "report.typ"


def write_report(file: IO[bytes], incident: Incident, at: datetime) -> int:
    """Write the report in the present language; returns the lines of its timeline."""
    happenings = timeline_of(incident)
    file.write(set_pages(SETTING, report_data(incident, happenings, at), at=at))
    return len(happenings)


def report_data(incident: Incident, happenings: list[Happening], at: datetime) -> dict[str, Any]:
    """What the report says. Who is named in the incident stands nowhere in it: a file goes further than a page."""
    english = (get_language() or "").startswith("en")
    accounts = listed(str(row) for row in incident.accounts.all())
    return {
        "lang": "en" if english else "zh", "region": "GB" if english else "CN",
        "title": _("Report on the incident %(number)s") % {"number": incident.number},
        "number": incident.number,
        "as_of": _("as of %(moment)s") % {"moment": _local(at)},
        "subtitle": " · ".join(
            (str(incident.get_kind_display()), str(incident.get_severity_display()),
             str(incident.get_status_display()), accounts)
        ),
        "happened": incident.happened, "cause": incident.cause or "–",
        "times": _times(incident, at), "steps": _steps(incident, at), "measures": _measures(incident, at),
        "timeline": _table(
            (2, 2, 3, 4), (_("When"), _("Who"), _("What happened"), _("Note on it")),
            [[_local(row.at), str(row.actor or _("The system")), row.words, row.text] for row in happenings],
        ),
        "words": {
            "page": _("Page"), "happened": _("What happened"), "times": _("Times against limits"), "steps": _("Steps"),
            "cause": _("Cause"), "measures": _("Corrective measures"), "timeline": _("Timeline"),
        },
    }  # fmt: skip


def _times(incident: Incident, at: datetime) -> dict[str, Any]:
    """Found, entered, contained, received, closed: by whom, when, by when it was due, and whether it was late."""
    lines: list[tuple[str, Any, datetime | None, datetime | None]] = [
        (_("Found"), incident.found_by, incident.found_at, None),
        (_("Entered"), incident.reported_by, incident.reported_at, None),
        (_("Contained"), incident.contained_by, incident.contained_at, incident.contain_by),
        (_("Receipt confirmed"), incident.received_by or incident.superior, incident.received_at, incident.report_by),
        (_("Closed"), incident.closed_by, incident.closed_at, None),
    ]
    rows = [
        [what, str(who or "–"), _local(done) or "–", _local(due) or "–", _kept(done, due, at)]
        for what, who, done, due in lines
    ]
    return _table((2, 2, 2, 2, 1), (_("What"), _("Who"), _("When"), _("Due"), _("In time")), rows)


def _steps(incident: Incident, at: datetime) -> dict[str, Any]:
    rows = [
        [
            str(step.label), str(step.owner or "–"), _local(step.due_at), _local(step.done_at) or "–",
            _kept(step.done_at, step.due_at, at),
            "\n".join(filter(None, (
                str(step.get_outcome_display()), step.note,
                *(f"{proof.name} (SHA-256 {proof.sha256})" for proof in step.proofs.all()),
            ))),
        ]
        for step in incident.steps.select_related("owner").prefetch_related("proofs")
    ]  # fmt: skip
    heads = (_("Step"), _("Owner"), _("Due"), _("When"), _("In time"), _("Note on it"))
    return _table((3, 2, 2, 2, 1, 4), heads, rows)


def _measures(incident: Incident, at: datetime) -> dict[str, Any]:
    rows = []
    for row in incident.measures.select_related("owner"):
        day = timezone.localtime(row.done_at or at).date()
        late: Any = {"bad": _("late")} if day > row.due_on else _("yes") if row.done_at else "–"
        rows.append([row.text, str(row.owner), row.due_on.isoformat(), _local(row.done_at) or "–", late, row.result])
    heads = (_("Measure"), _("Owner"), _("Due on"), _("Done at"), _("In time"), _("How it was done"))
    return _table((3, 2, 2, 2, 1, 3), heads, rows)


def _table(widths: tuple[int, ...], headers: tuple[str, ...], rows: list[list[Any]]) -> dict[str, Any]:
    return {"widths": widths, "headers": headers, "rows": rows}


def _kept(done: datetime | None, due: datetime | None, at: datetime) -> Any:
    """Whether a limit was kept: late also while it is still open; a dash where nothing is due or it may still be."""
    if due is None:
        return "–"
    if (done or at) > due:
        return {"bad": _("late")}
    return _("yes") if done else "–"


def _local(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
