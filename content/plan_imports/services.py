"""Importing plan items: a file is looked at and kept, then saved all or nothing, or dropped (R-018)."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from content.plan_imports.comparing import Comparing, Line
from content.plan_imports.models import PlanImport
from content.plan_imports.reading import Reading, read_plans
from content.plan_imports.rules import (
    BAD,
    CHECKED,
    DROPPED,
    FILE_MEBIBYTES,
    FOLDER,
    KEPT_HOURS,
    KIND,
    NEW,
    REFUSED,
    SAME,
    SAVED,
    WRITE,
)
from content.plans.services import create_plan
from governance.public import (
    MEBIBYTE,
    NotAllowed,
    Refused,
    WrongState,
    accounts_for,
    clean_name,
    hash_of_table,
    is_zone,
    keep_table,
    kept_table,
    once,
    record,
    written_table,
)

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from accounts.public import User


@dataclass
class Outcome:
    """What a file would do or did."""

    lines: list[Line] = field(default_factory=list)
    reading: Reading = field(default_factory=Reading)

    def count(self, outcome: str) -> int:
        """How many lines have this outcome."""
        return sum(line.outcome == outcome for line in self.lines)

    def columns(self) -> dict[str, Any]:
        """The columns of an import that say what came of it."""
        return {
            "new": self.count(NEW), "same": self.count(SAME), "bad": self.reading.bad,
            "lines": [line.as_dict() for line in self._all_lines()],
            "errors": [error.as_dict() for error in self.reading.errors],
        }  # fmt: skip

    def _all_lines(self) -> list[Line]:
        """Every line in the order of the file, those too of which a cell could not be read."""
        found = {line.number: line for line in self.lines}
        for error in self.reading.errors:
            if error.row is not None and error.column is not None and error.row not in found:
                found[error.row] = Line(error.row, "", outcome=BAD, message=str(error.message))
        return [found[number] for number in sorted(found)]


def check_upload(
    upload: UploadedFile, *, actor: User, form_key: str = "", at: datetime | None = None
) -> PlanImport:  # fmt: skip
    """Look at a file and say of each line what it would become; nothing is written but this record, once for a form.

    The bytes are kept for a day where nothing is refused. Raises NotAllowed for whoever plans for no account, Refused
    for a file that is too large.
    """
    now = at or timezone.now()
    _require_planner(actor)
    if (upload.size or 0) > FILE_MEBIBYTES * MEBIBYTE:
        words = _("The file is larger than %(most)d MB. Save it as CSV, with the columns that are needed alone.")
        raise Refused(words % {"most": FILE_MEBIBYTES}, field="file")
    with tempfile.TemporaryDirectory() as folder:
        path = written_table(Path(folder), "plans", upload)
        outcome = _compare(path, actor, now)
        good = not outcome.reading.bad
        place = keep_table(path, FOLDER) if good else ""

        @transaction.atomic
        def write() -> PlanImport:
            return PlanImport.objects.create(
                file_name=clean_name(str(upload.name), limit=200), sha256=hash_of_table(path), kept_at=place,
                status=CHECKED if good else REFUSED, started_by=actor, started_at=now,
                ended_at=None if good else now, **outcome.columns(),
            )  # fmt: skip

        try:
            run = once(form_key, write, model=PlanImport, actor=actor, at=now)
        except Exception:
            _forget(place)
            raise
    if run.kept_at != place:
        _forget(place)
    return run


def confirm_import(run: PlanImport, *, actor: User, at: datetime | None = None) -> PlanImport:
    """Write the plan items. The kept bytes are read and compared again: rights, and what stands here, as they are now.

    Raises WrongState where that was done already, or Refused, with the line, where a line does not fit any more;
    then nothing is written.
    """
    now = at or timezone.now()
    _require_planner(actor)
    _waiting(run, actor, lock=False)
    with kept_table(run.kept_at) as path:
        if path is None:
            raise WrongState(_("The file of this import is gone. Please upload it again."))
        with transaction.atomic():
            locked = _waiting(run, actor)
            _lock_accounts(actor)
            outcome = _compare(path, actor, now)
            _refuse_faults(outcome)
            for line in outcome.lines:
                if line.outcome == NEW:
                    line.plan = _create(line, actor, now)
            for name, value in outcome.columns().items():
                setattr(locked, name, value)
            _end(locked, SAVED, now)
            payload = {"new": locked.new, "same": locked.same, "sha256": locked.sha256}
            record("plan_import.saved", actor=actor, kind=KIND, object_id=locked.pk, payload=payload, at=now)
    return locked


def drop_import(run: PlanImport, *, actor: User, at: datetime | None = None) -> PlanImport:
    """Leave it unsaved; its bytes are deleted."""
    with transaction.atomic():
        locked = _waiting(run, actor)
        _end(locked, DROPPED, at or timezone.now())
    return locked


def drop_old_imports(now: datetime) -> dict[str, int]:
    """For the sweep: what nobody saved within a day."""
    count = 0
    old = PlanImport.objects.filter(status=CHECKED, started_at__lt=now - timedelta(hours=KEPT_HOURS))
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            locked = PlanImport.objects.select_for_update(of=("self",)).get(pk=pk)
            if locked.status == CHECKED:
                _end(locked, DROPPED, now)
                count += 1
    return {"plan_imports_dropped": count}


def _require_planner(actor: User) -> None:
    if not accounts_for(actor, WRITE):
        raise NotAllowed(_("You may not plan for any account. Ask the manager of an account for the right."))


def _compare(path: Path, actor: User, now: datetime) -> Outcome:
    """Hours in the file are those of the person's own clock, as the exports write them."""
    zone = ZoneInfo(actor.time_zone if is_zone(actor.time_zone) else settings.TIME_ZONE)
    reading = read_plans(path, now=now, zone=zone)
    return Outcome(Comparing(reading, actor).compare(), reading)


def _lock_accounts(actor: User) -> None:
    """Two imports into the same account wait for each other, so that the second finds what the first wrote."""
    rows = PlatformAccount.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(rows.filter(pk__in=accounts_for(actor, WRITE)).only("pk"))


def _refuse_faults(outcome: Outcome) -> None:
    for error in outcome.reading.errors:
        words = _("Row %(row)s does not fit any more: %(why)s Correct the file and upload it again.")
        raise Refused(words % {"row": error.row or "–", "why": error.message})


def _create(line: Line, actor: User, now: datetime) -> int:
    assert line.account is not None  # noqa: S101 - refused otherwise
    try:
        return create_plan(actor=actor, account=line.account, at=now, **line.content).pk
    except Refused as refusal:
        words = _("Row %(row)s does not fit any more: %(why)s Correct the file and upload it again.")
        raise Refused(words % {"row": line.number, "why": refusal.sentence}) from refusal


def _waiting(run: PlanImport, actor: User, *, lock: bool = True) -> PlanImport:
    rows = PlanImport.objects.visible_to(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=run.pk).first()
    if found is None:
        raise NotAllowed(_("Whoever uploaded the file confirms it. Please upload it yourself."))
    if found.status != CHECKED:
        raise WrongState(_("This import was saved or dropped already."))
    return found


def _end(run: PlanImport, status: str, now: datetime) -> None:
    place = run.kept_at
    run.status, run.ended_at, run.kept_at = status, now, ""
    run.save()
    transaction.on_commit(partial(_forget, place), robust=True)


def _forget(place: str) -> None:
    """Delete a kept copy that no import waits for."""
    if place and not PlanImport.objects.filter(kept_at=place).exists():
        default_storage.delete(place)
