"""The long steps of the wizard, done by a worker: reading a file and saving it; both may be asked for twice (R-087).

A step is claimed by its row. Where no broker runs it is done at once; where a worker died, another takes it up.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from kombu.exceptions import OperationalError

from analytics.imports.models import MetricImport
from analytics.imports.rules import ABANDONED_SECONDS, AT_WORK, CHECKED, READING, REFUSED, SAVING
from analytics.imports.services import Outcome, check_file, import_file, shown_name
from analytics.imports.staging import Tell
from governance.public import Denial, Refused

log = structlog.get_logger(__name__)


@contextmanager
def as_local_file(stream: IO[bytes] | Any, name: str) -> Iterator[Path]:
    """The bytes as a file of this machine for the length of a block, under a name of our own."""
    suffix = Path(shown_name(name)).suffix[:10]
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / f"file{suffix}"
        with path.open("wb") as target:
            shutil.copyfileobj(stream, target, 1 << 20)
        yield path


def start(run: MetricImport, at: datetime | None = None) -> None:
    """Ask a worker for the step that the run waits for; without a broker it is done here and now."""
    from analytics.imports.tasks import work_on_upload

    if settings.REDIS_URL:
        try:
            work_on_upload.delay(run.pk)
        except OperationalError:
            log.warning("no_broker_for_import", run=run.pk)
        else:
            return
    work_on(run.pk, at)
    run.refresh_from_db()


def work_on(pk: int, at: datetime | None = None) -> bool:
    """Do the step that a run waits for; False where nothing waits or another worker has it."""
    now = at or timezone.now()
    if not MetricImport.objects.filter(_free(now), pk=pk).update(taken_at=now, done=0):
        return False
    run = MetricImport.objects.select_related("account", "raw_file", "operator").get(pk=pk)
    with override(run.operator.language if run.operator else settings.LANGUAGE_CODE):
        try:
            with (
                default_storage.open(run.raw_file.path, "rb") as stream,
                as_local_file(stream, run.raw_file.name) as path,
            ):
                (_read if run.status == READING else _save)(run, path, now)
        except (Refused, Denial) as refused:
            _refuse(run, str(refused.sentence))
        except Exception:
            log.exception("import_step_failed", run=pk, status=run.status)
            if run.status == SAVING:  # nothing was saved: it may be confirmed once more
                MetricImport.objects.filter(pk=pk, status=SAVING).update(status=CHECKED, taken_at=None)
            else:
                _refuse(run, _("The file could not be read. Export it again; if that fails too, tell an operator."))
    return True


def take_up(at: datetime | None = None) -> int:
    """Do what waits for long: a lost request, or a worker that died; returns how many steps were done."""
    now = at or timezone.now()
    waiting = MetricImport.objects.filter(_free(now)).order_by("pk").values_list("pk", flat=True)
    return sum(work_on(pk, at) for pk in list(waiting))


def _free(now: datetime) -> Q:
    abandoned = now - timedelta(seconds=ABANDONED_SECONDS)
    return Q(status__in=AT_WORK) & (Q(taken_at=None) | Q(taken_at__lt=abandoned))


def _tell(run: MetricImport) -> Tell:
    """Writes how far it is, and that somebody is still there."""
    rows = MetricImport.objects.filter(pk=run.pk)

    def tell(count: int) -> None:
        rows.update(done=count, taken_at=timezone.now())

    return tell


def _read(run: MetricImport, path: Path, now: datetime) -> None:
    outcome = check_file(path, account=run.account, profile=run.profile or "auto", now=run.created_at, tell=_tell(run))
    _note(run, outcome, CHECKED if outcome.good else REFUSED)


def _save(run: MetricImport, path: Path, now: datetime) -> None:
    outcome = import_file(
        path, account=run.account, actor=run.operator, source=run.source, name=run.raw_file.name,
        profile=run.profile, run=run, now=now, tell=_tell(run),
    )  # fmt: skip
    if not outcome.good:  # what stands has changed since it was checked
        _note(run, outcome, REFUSED)


def _note(run: MetricImport, outcome: Outcome, status: str) -> None:
    """What was found, unless somebody else has finished the step meanwhile."""
    MetricImport.objects.filter(pk=run.pk, status=run.status).update(
        status=status, profile=outcome.profile, rows=outcome.rows, new=outcome.new, changed=outcome.changed,
        same=outcome.same, bad=outcome.bad, errors=outcome.error_rows(), unknown_columns=outcome.unknown_columns,
        notes=outcome.notes, first_day=outcome.first_day, last_day=outcome.last_day, preview=outcome.preview,
    )  # fmt: skip


def _refuse(run: MetricImport, sentence: str) -> None:
    error = {"row": None, "column": None, "value": None, "message": sentence}
    rows = MetricImport.objects.filter(pk=run.pk, status=run.status)
    rows.update(status=REFUSED, bad=1, errors=[error])
