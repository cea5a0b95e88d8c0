"""The wizard's steps: a file is checked and kept, then confirmed or dropped (R-087, R-089)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from analytics.imports.models import MetricImport
from analytics.imports.rules import CHECKED, READING, SAVING
from analytics.imports.services import keep_raw_file, raw_file, require_import
from analytics.imports.working import as_local_file, start
from governance.public import FILE_BYTES, Refused, WrongState, record

if TYPE_CHECKING:
    from accounts.models import User


def check_upload(
    upload: Any, *, account: PlatformAccount, actor: User, profile: str = "auto", at: datetime | None = None
) -> MetricImport:
    """Keep an uploaded file and have a worker say what importing it would do; it goes on when the page is left."""
    require_import(actor, account)
    at = at or timezone.now()
    if upload.size > FILE_BYTES:
        raise Refused(
            _("The file is larger than %(most)d MB. Export a shorter period.") % {"most": FILE_BYTES // 1024 // 1024},
            field="file",
        )
    with as_local_file(upload, upload.name) as path:
        kept = keep_raw_file(path)
        with transaction.atomic():
            run = MetricImport.objects.create(
                account=account, raw_file=raw_file(path, kept, upload.name, at), status=READING, source="page",
                profile="" if profile == "auto" else profile, operator=actor, operator_name=str(actor), created_at=at,
            )  # fmt: skip
    start(run, at)
    return run


def confirm_import(run: MetricImport, *, actor: User, at: datetime | None = None) -> MetricImport:
    """Have a worker save what was checked. It reads the file again, so that nothing but the kept bytes counts."""
    require_import(actor, run.account)
    values = {"status": SAVING, "taken_at": None, "done": 0, "operator": actor, "operator_name": str(actor)}
    if not MetricImport.objects.filter(pk=run.pk, status=CHECKED).update(**values):
        raise WrongState(_("This import was confirmed or dropped already."))
    start(run, at)
    return run


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
