"""The wizard's steps: a file is checked and kept, then confirmed or dropped (R-087, R-089)."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from analytics.imports.models import MetricImport
from analytics.imports.services import (
    Outcome,
    check_file,
    import_file,
    keep_raw_file,
    raw_file,
    require_import,
    shown_name,
)
from governance.public import FILE_BYTES, Refused, WrongState, record

if TYPE_CHECKING:
    from accounts.models import User


@contextmanager
def as_local_file(stream: IO[bytes] | Any, name: str) -> Iterator[Path]:
    """The bytes as a file of this machine for the length of a block, under a name of our own."""
    suffix = Path(shown_name(name)).suffix[:10]
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / f"file{suffix}"
        with path.open("wb") as target:
            shutil.copyfileobj(stream, target, 1 << 20)
        yield path


def check_upload(
    upload: Any, *, account: PlatformAccount, actor: User, profile: str = "auto", at: datetime | None = None
) -> MetricImport:
    """Read an uploaded file, say what importing it would do, and keep it until it is confirmed or dropped."""
    require_import(actor, account)
    at = at or timezone.now()
    if upload.size > FILE_BYTES:
        raise Refused(
            _("The file is larger than %(most)d MB. Export a shorter period.") % {"most": FILE_BYTES // 1024 // 1024},
            field="file",
        )
    with as_local_file(upload, upload.name) as path:
        outcome = check_file(path, account=account, profile=profile, now=at)
        kept = keep_raw_file(path)
        with transaction.atomic():
            return MetricImport.objects.create(
                account=account,
                raw_file=raw_file(path, kept, upload.name, at),
                profile=outcome.profile,
                status="checked" if outcome.good else "refused",
                source="page",
                operator=actor,
                operator_name=str(actor),
                created_at=at,
                rows=outcome.rows,
                new=outcome.new,
                changed=outcome.changed,
                same=outcome.same,
                bad=outcome.bad,
                errors=outcome.error_rows(),
                unknown_columns=outcome.unknown_columns,
                notes=outcome.notes,
            )


def confirm_import(run: MetricImport, *, actor: User, at: datetime | None = None) -> Outcome:
    """Save what was checked. The file is read again, so that nothing but the kept bytes counts."""
    require_import(actor, run.account)
    if run.status != "checked":
        raise WrongState(_("This import was confirmed or dropped already."))
    with (
        default_storage.open(run.raw_file.path, "rb") as stream,
        as_local_file(stream, run.raw_file.name) as path,
    ):
        outcome = import_file(
            path,
            account=run.account,
            actor=actor,
            source="page",
            name=run.raw_file.name,
            profile=run.profile,
            run=run,
            now=at,
        )
    if not outcome.good:
        raise Refused(_("The file is refused now: %(error)s") % {"error": outcome.error_rows()[0]["message"]})
    return outcome


@transaction.atomic
def drop_import(run: MetricImport, *, actor: User, at: datetime | None = None) -> None:
    """Leave a checked import unsaved; the file stays in the archive."""
    require_import(actor, run.account)
    at = at or timezone.now()
    changed = MetricImport.objects.filter(pk=run.pk, status="checked").update(status="dropped", finished_at=at)
    if changed != 1:
        raise WrongState(_("This import was confirmed or dropped already."))
    record(
        "import.dropped",
        actor=actor,
        kind="metric_import",
        object_id=run.pk,
        account_id=run.account_id,
        payload={"sha256": run.raw_file.sha256},
        at=at,
    )
