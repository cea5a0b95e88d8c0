"""Reports as files to take away: asked for on the page, built by a worker, kept by their content (R-094)."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from kombu.exceptions import OperationalError

from analytics.reports.charts import charts_of
from analytics.reports.models import MonthlyReport, ReportFile
from analytics.reports.months import differences
from analytics.reports.pdf import CHARTS, Words, make_pdf
from analytics.reports.rules import FORMATS, LANGUAGES, PDF, STUCK_MINUTES
from analytics.reports.services import paper_of
from analytics.reports.sheet import make_sheet
from governance.public import Refused, keep_whole

if TYPE_CHECKING:
    from accounts.public import User

log = structlog.get_logger(__name__)
BUILDABLE = Q(state__in=["waiting", "failed"])
# Words and looks of the files; a new number builds every file anew when somebody asks.
EDITION = 2


def words_of(report: MonthlyReport, changed: int) -> Words:
    """What people wrote, and what stands on every page."""
    banner = ""
    if report.is_draft:
        banner = _("This report was not sent yet. Its figures still follow every import.")
    elif report.status == "replaced":
        banner = _("A corrected report took the place of this one.")
    elif changed:
        banner = _("Later imports changed figures of this report (%(count)d). The frozen ones stand here.")
        banner %= {"count": changed}
    return Words(
        findings=report.findings, advice=report.advice, methods=report.methods or None, banner=banner,
        author=str(report.author or ""), sha256=report.sha256, sent_at=report.sent_at,
    )  # fmt: skip


def content_hash(report: MonthlyReport, paper: dict[str, Any], changed: int) -> str:
    """What a file of this report would say: the same content is built once."""
    figures = {name: value for name, value in paper.items() if name != "built_at"}
    said = [EDITION, figures, report.findings, report.advice, report.methods, report.status, report.sha256, changed]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def ask_for_file(
    report: MonthlyReport, *, actor: User, format: str, language: str, at: datetime | None = None
) -> ReportFile:
    """The file if it is there, else one that a worker builds now."""
    now = at or timezone.now()
    if format not in dict(FORMATS) or language not in dict(LANGUAGES):
        raise Refused(_("This format or language is not known. Please choose one of those on the page."))
    content = content_hash(report, paper_of(report, now), len(differences(report)))
    with transaction.atomic():
        file, made = ReportFile.objects.get_or_create(
            report=report, format=format, language=language, content=content,
            defaults={"asked_by": actor, "asked_at": now, "moved_at": now},
        )  # fmt: skip
        stuck = file.moved_at < now - timedelta(minutes=STUCK_MINUTES)
        lost = file.state == "done" and not default_storage.exists(file.place)
        if not made and (lost or file.state == "failed" or (file.state != "done" and stuck)):
            file.state, file.step, file.moved_at = "waiting", 0, now
            file.save(update_fields=["state", "step", "moved_at"])
            made = True
        if made:
            transaction.on_commit(lambda: _start(file.pk))
    return file


def _start(pk: int) -> None:
    """Ask a worker; without a broker the file is built here and now, and a failure shows in its state."""
    from analytics.reports.tasks import build_report_file

    if settings.REDIS_URL:
        try:
            build_report_file.delay(pk)
        except OperationalError:
            log.warning("no_broker_for_report_file", file=pk)
        else:
            return
    try:
        build_file(pk)
    except Exception:
        log.exception("report_file_failed", file=pk)


def build_file(pk: int) -> bool:
    """Build one file; False where somebody else builds it or it is there. May run twice, outside any transaction."""
    now = timezone.now()
    stuck = Q(state="building", moved_at__lt=now - timedelta(minutes=STUCK_MINUTES))
    mine = ReportFile.objects.filter(BUILDABLE | stuck, pk=pk)
    if not mine.update(state="building", step=0, moved_at=now):
        return False
    file = ReportFile.objects.select_related("report__account", "report__author").get(pk=pk)
    try:
        with override(file.language):
            made = _make(file)
        digest = hashlib.sha256(made).hexdigest()
        place = f"reports/{digest[:2]}/{digest}.{file.format}"
        keep_whole(place, digest, lambda: io.BytesIO(made))
    except Exception:
        ReportFile.objects.filter(pk=pk).update(state="failed", moved_at=timezone.now())
        raise
    ReportFile.objects.filter(pk=pk).update(
        state="done", step=F("steps"), place=place, sha256=digest, size=len(made), moved_at=timezone.now()
    )
    return True


def _make(file: ReportFile) -> bytes:
    report = file.report
    paper = paper_of(report)
    words = words_of(report, len(differences(report)))
    if file.format != PDF:
        return make_sheet(paper, words)
    rows = ReportFile.objects.filter(pk=file.pk)
    rows.update(steps=len(charts_of(paper)[:CHARTS]) + 1)

    def step() -> None:
        rows.update(step=F("step") + 1, moved_at=timezone.now())

    return make_pdf(paper, words, step=step)
