"""Importing figures: read, stage, check against what stands, save all or nothing (R-087, R-088, R-089)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from analytics.imports.models import MetricImport, RawFile
from analytics.imports.parse import Parser, Reading, Scope
from analytics.imports.preview import Preview, preview_of
from analytics.imports.profiles import Match, find_profile, profiles
from analytics.imports.rules import SAVING
from analytics.imports.staging import Comparison, FigureStage, PostStage, Stage, Tell, stored_day, stored_moment
from analytics.metrics.catalogue import known_metrics, seed_metrics
from analytics.metrics.matching import match_posts
from analytics.metrics.models import MetricDefinition
from analytics.metrics.months import refresh_months
from analytics.reports.months import months_changed
from governance.public import (
    ERRORS_SHOWN,
    FileRefused,
    FormulaCells,
    Refused,
    RowError,
    WrongState,
    keep_whole,
    open_tables,
    record,
    require,
)

if TYPE_CHECKING:
    from accounts.models import User

CONSOLE = "console"


@dataclass(slots=True)
class Outcome:
    """What became of a file: counts, refusals and, where something was saved or kept, the run."""

    profile: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    errors: list[RowError] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    first_day: date | None = None
    last_day: date | None = None
    preview: Preview = field(default_factory=dict)
    run: MetricImport | None = None

    @property
    def good(self) -> bool:
        """Whether nothing was refused."""
        return self.bad == 0

    def error_rows(self) -> list[dict[str, str | int | None]]:
        """The refusals for JSON and pages: the first hundred, then how many more there are."""
        shown = [error.as_dict() for error in self.errors]
        if self.bad > len(shown):
            more = _("and %(count)s more") % {"count": f"{self.bad - len(shown):,}"}
            shown.append({"row": None, "column": None, "value": None, "message": more})
        return shown


@dataclass(slots=True)
class Staged:
    """A file in its staging table."""

    match: Match
    reading: Reading
    stage: Stage


@contextmanager
def staged(
    path: Path, account: PlatformAccount, *, profile: str, now: datetime, tell: Tell | None = None
) -> Iterator[Staged]:
    """Read the file into a staging table for the length of a block; FileRefused if it is not a table we know."""
    legacy = any(row.legacy and account.platform in row.platforms for row in profiles().values())
    match = find_profile(
        open_tables(path, legacy=legacy), platform=account.platform, handle=account.handle, wanted=profile
    )
    scope = Scope(account.pk, account.handle, account.platform, now, timezone.get_default_timezone(), metric_ids())
    parser = Parser(match, scope, stored_day=stored_day, stored_moment=stored_moment)
    stage: Stage = (
        PostStage(account.pk, parser.today, parser.basis, parser.columns)
        if parser.of_posts
        else FigureStage(account.pk, parser.today, parser.basis, match.profile.dimension)
    )
    with stage.opened():
        stage.load(parser.columns, parser.rows(), tell)
        for row, first in stage.doubles(ERRORS_SHOWN + 1) if parser.reading.doubles else ():
            message = _("This row has the same key as row %(first)d.") % {"first": first}
            parser.reading.refuse(row, None, None, message)
        parser.reading.errors.sort(key=lambda error: error.row or 0)
        yield Staged(match, parser.reading, stage)


def metric_ids() -> dict[str, int]:
    """Ids of the known metrics; writes them first where the data file has grown."""
    ids = dict(MetricDefinition.objects.values_list("code", "pk"))
    if not known_metrics().keys() <= ids.keys():
        seed_metrics()
        ids = dict(MetricDefinition.objects.values_list("code", "pk"))
    return ids


def check_file(
    path: Path,
    *,
    account: PlatformAccount,
    profile: str = "auto",
    now: datetime | None = None,
    tell: Tell | None = None,
) -> Outcome:
    """What an import of the file would do; writes nothing. `tell` hears how many rows were read."""
    outcome = Outcome()
    try:
        with staged(path, account, profile=profile, now=now or timezone.now(), tell=tell) as found:
            _note(outcome, found)
            _note_comparison(outcome, found.stage.compare())
            outcome.preview = preview_of(found.stage)
    except FileRefused as refused:
        _note_refusal(outcome, refused)
    return outcome


def import_file(
    path: Path,
    *,
    account: PlatformAccount,
    actor: User | None,
    source: str,
    name: str = "",
    profile: str = "auto",
    operator_name: str = "",
    run: MetricImport | None = None,
    now: datetime | None = None,
    tell: Tell | None = None,
) -> Outcome:
    """Import the file for the account: everything in one transaction, or nothing at all (R-087, R-089).

    Safe to run again, at the same time, and to be killed: the figures are one clean import.
    """
    if actor is not None:
        require_import(actor, account)
    at = now or timezone.now()
    outcome = Outcome()
    try:
        with staged(path, account, profile=profile, now=at, tell=tell) as found:
            _note(outcome, found)
            if outcome.good:
                kept = keep_raw_file(path)
                _save(found, outcome, path, kept, account, actor, source, name, operator_name, run, at)
    except FileRefused as refused:
        _note_refusal(outcome, refused)
    return outcome


def require_import(actor: User, account: PlatformAccount) -> None:
    """Importing needs the company-wide right and sight of the account's figures."""
    require(actor, "governance.import_metrics")
    require(actor, "accounts.view_metrics", account)


def _note(outcome: Outcome, found: Staged) -> None:
    reading = found.reading
    outcome.profile = found.match.profile.code
    outcome.rows, outcome.bad, outcome.errors = reading.rows, reading.bad, reading.errors
    outcome.unknown_columns, outcome.notes = found.match.unknown, reading.notes
    outcome.first_day, outcome.last_day = reading.first_day, reading.last_day


def _note_comparison(outcome: Outcome, comparison: Comparison) -> None:
    outcome.new, outcome.changed, outcome.same = comparison.new, comparison.changed, comparison.same


def _note_refusal(outcome: Outcome, refused: FileRefused) -> None:
    if isinstance(refused, FormulaCells):
        outcome.bad = len(refused.cells)
        outcome.errors = [RowError(*cell, refused.sentence) for cell in refused.cells[:ERRORS_SHOWN]]
        return
    outcome.bad = 1
    outcome.errors = [RowError(refused.row, refused.column, refused.value, refused.sentence)]


def keep_raw_file(path: Path) -> tuple[str, str]:
    """Keep the file byte for byte under its hash; returns hash and place. Before the transaction: files are slow."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    sha256 = digest.hexdigest()
    place = f"imports/{sha256[:2]}/{sha256}"
    keep_whole(place, sha256, lambda: path.open("rb"))
    return sha256, place


def shown_name(name: str) -> str:
    """A file's name for people: no folders, no control or direction characters, cut with its ending kept."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(char for char in name if char.isprintable()).strip() or "file"
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= 200 else f"{stem[: 199 - len(ending[:20])]}{dot}{ending[:20]}"


def raw_file(path: Path, kept: tuple[str, str], name: str, at: datetime) -> RawFile:
    """The row of a kept file; one row for the same bytes, however often they come."""
    sha256, place = kept
    row, _created = RawFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": path.stat().st_size,
            "name": shown_name(name or path.name),
            "path": place,
            "received_at": at,
        },
    )
    return row


def _save(
    found: Staged,
    outcome: Outcome,
    path: Path,
    kept: tuple[str, str],
    account: PlatformAccount,
    actor: User | None,
    source: str,
    name: str,
    operator_name: str,
    run: MetricImport | None,
    at: datetime,
) -> None:
    """One transaction: lock the account, compare, upsert, check the sums, refresh months, ledger."""
    with transaction.atomic():
        _patience()
        PlatformAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
        comparison = found.stage.compare()
        if run is None:
            run = MetricImport(account=account, created_at=at, source=source)
        else:
            run = MetricImport.objects.select_for_update().get(pk=run.pk)
            if run.status != SAVING:
                raise WrongState(_("This import was confirmed or dropped already."))
        run.raw_file = raw_file(path, kept, name, at)
        run.profile, run.status = outcome.profile, "saved"
        run.operator, run.operator_name = actor, operator_name or (str(actor) if actor else CONSOLE)
        run.rows, run.bad, run.errors = outcome.rows, 0, []
        run.new, run.changed, run.same = comparison.new, comparison.changed, comparison.same
        run.first_day, run.last_day = found.reading.first_day, found.reading.last_day
        run.unknown_columns, run.notes, run.finished_at = outcome.unknown_columns, outcome.notes, at
        run.save()
        if comparison.new or comparison.changed:
            found.stage.save(run.pk, at)
            run.checks = _checked_sums(found.stage)
            run.save(update_fields=["checks"])
            refresh_months(account.pk, comparison.touched)
            months_changed(account.pk, comparison.touched, at=at)
            if isinstance(found.stage, PostStage):
                match_posts(account.pk, run_id=run.pk, at=at)
        record(
            "import.saved",
            actor=actor,
            kind="metric_import",
            object_id=run.pk,
            account_id=account.pk,
            department_id=account.department_id,
            payload={
                "sha256": kept[0],
                "profile": run.profile,
                "source": run.source,
                "rows": run.rows,
                "new": run.new,
                "changed": run.changed,
                "same": run.same,
            },
            at=at,
        )
    _note_comparison(outcome, comparison)
    outcome.run = run


def _patience() -> None:
    """A long import may wait and work longer than a page may."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '60s'")
            cursor.execute("SET LOCAL statement_timeout = '300s'")


def _checked_sums(stage: Stage) -> dict[str, Any]:
    """Sums of what was staged and of what stands now: where they differ, nothing is saved."""
    expected, standing = stage.sums()
    if expected != standing:
        raise Refused(
            _("The saved figures do not add up to the file's (%(expected)s against %(standing)s). Nothing was saved.")
            % {"expected": expected, "standing": standing}
        )
    return {"rows": expected[0], "sums": expected[1:]}
