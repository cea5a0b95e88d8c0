"""The drop folder of the directory: people.csv or .xlsx, departments.* beside it; `done` and `failed` tell the rest.

Taken once nothing has changed the files for a while, claimed by renaming, so that two workers never take the same.
What a worker claimed and did not finish is taken up again, as is a file that the database could not take just then.
"""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from accounts.directory.rules import FOLDER, QUIET_SECONDS, STALE_SECONDS
from accounts.directory.services import Outcome, sync_directory

log = structlog.get_logger(__name__)
ENDINGS = (".csv", ".xlsx")
STAMP = "%Y%m%d-%H%M%S"
CLAIM = re.compile(r"\.(?P<at>\d{8}-\d{6})-\d+-(?P<name>(?:people|departments)\.(?:csv|xlsx))")


def take_directory(now: datetime | None = None) -> Outcome | None:
    """Bring in what lies ready; None where nothing does."""
    now = now or timezone.now()
    folder: Path = settings.DIRECTORY_DIR
    folder.mkdir(parents=True, exist_ok=True)
    _take_up_stale(folder, now)
    people, departments = _ready(folder, "people", now), _ready(folder, "departments", now)
    if people is None:
        return None
    claimed = _claim(people, now)
    if claimed is None:
        return None
    units = _claim(departments, now) if departments is not None else None
    try:
        outcome = sync_directory(claimed, units, actor=None, source=FOLDER, name=people.name, at=now)
    except (OperationalError, InterfaceError):
        log.warning("directory_put_back", file=people.name, exc_info=True)
        _put_back(claimed, units)
        raise
    except Exception:
        log.exception("directory_failed", file=people.name)
        _put(claimed, units, folder / "failed")
        raise
    _put(claimed, units, folder / ("done" if outcome.saved else "failed"))
    return outcome


def _ready(folder: Path, name: str, now: datetime) -> Path | None:
    """The plain file of that name that nothing has changed for a while."""
    for ending in ENDINGS:
        path = folder / f"{name}{ending}"
        if path.is_file() and not path.is_symlink() and now.timestamp() - path.stat().st_mtime >= QUIET_SECONDS:
            return path
    return None


def _claim(path: Path, now: datetime) -> Path | None:
    """Under a name that is ours alone; None where another worker was faster."""
    ours = path.with_name(f".{timezone.localtime(now).strftime(STAMP)}-{os.getpid()}-{path.name}")
    try:
        path.rename(ours)
    except FileNotFoundError:
        return None
    return ours


def _take_up_stale(folder: Path, now: datetime) -> None:
    """Claims that are older than any run takes: their worker was killed. The same file twice changes nothing."""
    for path in sorted(folder.iterdir()):
        claim = CLAIM.fullmatch(path.name)
        if claim is None:
            continue
        claimed_at = timezone.make_aware(datetime.strptime(claim["at"], STAMP))
        if now - claimed_at >= timedelta(seconds=STALE_SECONDS):
            log.warning("directory_taken_up_again", file=path.name)
            _put_back(path)


def _put_back(*paths: Path | None) -> None:
    """Under the plain name again; to `failed` where a newer file lies there by now."""
    for path in filter(None, paths):
        claim = CLAIM.fullmatch(path.name)
        plain = path.with_name(claim["name"] if claim else path.name)
        try:
            # A link never writes over the newer file, which renaming would.
            plain.hardlink_to(path)
        except FileExistsError:
            _put(path, None, path.parent / "failed")
        except FileNotFoundError:
            log.info("directory_taken_up_by_another", file=path.name)
        else:
            path.unlink(missing_ok=True)


def _put(people: Path, departments: Path | None, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for path in (people, departments):
        if path is not None:
            path.rename(target / path.name.removeprefix("."))
