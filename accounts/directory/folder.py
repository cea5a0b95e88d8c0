"""The drop folder of the directory: people.csv or .xlsx, departments.* beside it; `done` and `failed` tell the rest.

Taken once nothing has changed the files for a while, claimed by renaming, so that two workers never take the same.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.utils import timezone

from accounts.directory.rules import FOLDER, QUIET_SECONDS
from accounts.directory.services import Outcome, sync_directory

log = structlog.get_logger(__name__)
ENDINGS = (".csv", ".xlsx")


def take_directory(now: datetime | None = None) -> Outcome | None:
    """Bring in what lies ready; None where nothing does."""
    now = now or timezone.now()
    folder: Path = settings.DIRECTORY_DIR
    folder.mkdir(parents=True, exist_ok=True)
    people, departments = _ready(folder, "people", now), _ready(folder, "departments", now)
    if people is None:
        return None
    claimed = _claim(people, now)
    if claimed is None:
        return None
    units = _claim(departments, now) if departments is not None else None
    try:
        outcome = sync_directory(claimed, units, actor=None, source=FOLDER, name=people.name, at=now)
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
    ours = path.with_name(f".{timezone.localtime(now):%Y%m%d-%H%M%S}-{os.getpid()}-{path.name}")
    try:
        path.rename(ours)
    except FileNotFoundError:
        return None
    return ours


def _put(people: Path, departments: Path | None, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for path in (people, departments):
        if path is not None:
            path.rename(target / path.name.removeprefix("."))
