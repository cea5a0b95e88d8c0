"""The drop folder: DATA_DIR/inbox/<account>/ takes files, `done/` and `failed/` beside them tell what became of each.

A file is taken when it has not changed for ten seconds, and claimed by renaming it, so that several workers
never take the same one. Where a worker dies, its file is offered again; importing twice changes nothing.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from analytics.imports.rules import ABANDONED_SECONDS, QUIET_SECONDS
from analytics.imports.services import Outcome, import_file
from governance.public import Refused

WORKING = ".working"
DONE, FAILED = "done", "failed"
FOLDER_OPERATOR = "inbox/"


def take_files(*, now: datetime | None = None) -> dict[str, int]:
    """Import every file that lies ready; returns how many were saved and how many failed."""
    now = now or timezone.now()
    inbox: Path = settings.INBOX_DIR
    accounts = {account.handle: account for account in PlatformAccount.objects.exclude(status="closed")}
    for handle in accounts:
        (inbox / handle).mkdir(parents=True, exist_ok=True)
    counts = {"saved": 0, "failed": 0}
    for folder in sorted(path for path in inbox.iterdir() if path.is_dir() and not path.is_symlink()):
        _offer_again(folder, now)
        for path in sorted(folder.iterdir()):
            if not is_ready(path, now):
                continue
            claimed = claim(path)
            if claimed is not None:
                counts["saved" if _take(claimed, path.name, accounts.get(folder.name), now) else "failed"] += 1
    return counts


def is_ready(path: Path, now: datetime) -> bool:
    """A plain file that nobody has claimed and nothing has changed for a while."""
    if path.suffix == WORKING or path.name.startswith(".") or path.is_symlink() or not path.is_file():
        return False
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    return now.timestamp() - max(found.st_mtime, found.st_ctime) >= QUIET_SECONDS


def claim(path: Path) -> Path | None:
    """Rename the file to ours; None if another worker was faster."""
    name = path.name if len(path.name.encode()) < 200 else path.name[-60:]
    working = path.with_name(name + WORKING)
    try:
        path.rename(working)
    except FileNotFoundError:
        return None
    return working


def _offer_again(folder: Path, now: datetime) -> None:
    """Files of a worker that died: long claimed and still here."""
    for path in folder.glob(f"*{WORKING}"):
        try:
            if now.timestamp() - path.stat().st_ctime >= ABANDONED_SECONDS:
                path.rename(path.with_name(path.name.removesuffix(WORKING)))
        except FileNotFoundError:
            continue


def _take(path: Path, name: str, account: PlatformAccount | None, now: datetime) -> bool:
    """Import one claimed file and move it to `done` or `failed`."""
    try:
        if account is None:
            raise Refused(_("There is no account with the handle %(handle)s.") % {"handle": path.parent.name})
        outcome = import_file(
            path,
            account=account,
            actor=None,
            source="folder",
            name=name,
            operator_name=FOLDER_OPERATOR + account.handle,
            now=now,
        )
        words = "" if outcome.good else _words(outcome)
    except Refused as refused:
        words = str(refused.sentence)
    target = _moved(path, name, FAILED if words else DONE, now)
    if words:
        target.with_name(target.name + ".txt").write_text(words + "\n", encoding="utf-8")
    return not words


def _words(outcome: Outcome) -> str:
    """What is wrong with the file, line by line, and that nothing was saved."""
    lines = [_("Nothing was saved. Correct this and put the file into the folder again:")]
    for error in outcome.error_rows():
        place = []
        if error["row"]:
            place.append(_("row %(row)s") % {"row": error["row"]})
        if error["column"]:
            place.append(_("column %(column)s") % {"column": error["column"]})
        if error["value"]:
            place.append(str(error["value"]))
        lines.append(f"{', '.join(place)}: {error['message']}" if place else str(error["message"]))
    return "\n".join(re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", line) for line in lines)


def _moved(path: Path, name: str, where: str, now: datetime) -> Path:
    """Move the file into `done` or `failed`, under its name with the time before it."""
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    short = name if len(name.encode()) < 200 else name[-60:]
    target = folder / f"{timezone.localtime(now):%Y%m%d-%H%M%S}-{short}"
    number = 1
    while target.exists():
        number += 1
        target = target.with_name(f"{timezone.localtime(now):%Y%m%d-%H%M%S}-{number}-{short}")
    path.rename(target)
    return target
