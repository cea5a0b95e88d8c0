"""The wizard's steps: a file is compared and kept, then saved or dropped; its copy is gone afterwards (R-012)."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.directory.models import DirectoryRun
from accounts.directory.rules import CHECKED, DROPPED, KEPT_HOURS, MANAGE, PAGE, REFUSED, SAVED
from accounts.directory.services import Outcome, check_directory, keep_run, result_of, run_directory, told
from accounts.people.models import User
from governance.public import FILE_BYTES, Refused, WrongState, keep_table, kept_table, require, written_table

FOLDER = "directory"


def check_upload(
    people: UploadedFile, departments: UploadedFile | None, *, actor: User, at: datetime | None = None
) -> DirectoryRun:
    """Compare uploaded files; where nothing is refused they are kept until the run is saved or dropped."""
    now = at or timezone.now()
    require(actor, MANAGE)
    for name, upload in (("people", people), ("departments", departments)):
        if upload is not None and (upload.size or 0) > FILE_BYTES:
            words = _("The file is larger than %(most)d MB. Save it as CSV, with the columns that are needed alone.")
            raise Refused(words % {"most": FILE_BYTES // 1024 // 1024}, field=name)
    with tempfile.TemporaryDirectory() as folder:
        path = written_table(Path(folder), "people", people)
        units = written_table(Path(folder), "departments", departments) if departments is not None else None
        outcome = check_directory(path, units, actor=actor, at=now)
        status = CHECKED if outcome.good else REFUSED
        kept = keep_table(path, FOLDER) if outcome.good else ""
        units_kept = keep_table(units, FOLDER) if outcome.good and units is not None else ""
        try:
            return keep_run(
                outcome, path, units, actor=actor, source=PAGE, name=str(people.name), at=now, status=status,
                kept_at=kept, departments_kept_at=units_kept,
            )  # fmt: skip
        except Exception:
            _forget(kept, units_kept)
            raise


def confirm_run(run: DirectoryRun, *, actor: User, yes: bool = False, at: datetime | None = None) -> DirectoryRun:
    """Save what was compared. The kept bytes are read and compared again, so that nothing but they count.

    Raises WrongState where that was done already, or Refused where they do not fit any more.
    """
    now = at or timezone.now()
    require(actor, MANAGE)
    saved: list[DirectoryRun] = []

    def finish(outcome: Outcome) -> None:
        """In the transaction of the change, so that of two who confirm at once one is refused whole."""
        locked = _waiting(run)
        for name, value in result_of(outcome).items():
            setattr(locked, name, value)
        _end(locked, SAVED, now)
        told(locked, outcome, actor, now)
        saved.append(locked)

    _waiting(run, lock=False)
    with kept_table(run.kept_at) as path, kept_table(run.departments_kept_at) as units:
        if path is None:
            raise WrongState(_("The file of this run is gone. Please upload it again."))
        outcome = run_directory(path, units, actor=actor, at=now, yes=yes, finish=finish)
    if not saved:
        raise Refused(str(outcome.errors[0]["message"]))
    return saved[0]


def drop_run(run: DirectoryRun, *, actor: User, at: datetime | None = None) -> DirectoryRun:
    """Leave it unsaved."""
    require(actor, MANAGE)
    with transaction.atomic():
        locked = _waiting(run)
        _end(locked, DROPPED, at or timezone.now())
    return locked


def drop_old_previews(now: datetime) -> int:
    """For the sweep: what nobody saved within a day; the copies tell of people and do not lie about."""
    count = 0
    for run in DirectoryRun.objects.filter(status=CHECKED, started_at__lt=now - timedelta(hours=KEPT_HOURS)):
        with transaction.atomic():
            locked = DirectoryRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
            if locked.status == CHECKED:
                _end(locked, DROPPED, now)
                count += 1
    return count


def _waiting(run: DirectoryRun, *, lock: bool = True) -> DirectoryRun:
    rows = DirectoryRun.objects.select_for_update(of=("self",)) if lock else DirectoryRun.objects.all()
    locked = rows.get(pk=run.pk)
    if locked.status != CHECKED:
        raise WrongState(_("This run was saved or dropped already."))
    return locked


def _end(run: DirectoryRun, status: str, now: datetime) -> None:
    places = (run.kept_at, run.departments_kept_at)
    run.status, run.ended_at, run.kept_at, run.departments_kept_at = status, now, "", ""
    run.save()
    transaction.on_commit(partial(_forget, *places), robust=True)


def _forget(*places: str) -> None:
    """Delete kept copies that no run waits for."""
    for place in filter(None, places):
        if not DirectoryRun.objects.filter(Q(kept_at=place) | Q(departments_kept_at=place)).exists():
            default_storage.delete(place)
