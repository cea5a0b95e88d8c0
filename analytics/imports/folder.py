"""The drop folder: DATA_DIR/inbox/<account>/ takes files, `done/` and `failed/` beside them tell what became of each.

A file is taken when it has not changed for ten seconds, and claimed by renaming it into a folder of its own under
`.working/`, so that several workers never take the same one and no file ever takes the place of another. Where a
worker dies, its claim is taken up; importing twice changes nothing. After five tries a file lies in `failed`, and
operators are told. One file or folder that cannot be worked on stops no other.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from analytics.imports.rules import ABANDONED_SECONDS, FOLDER_TRIES, QUIET_SECONDS
from analytics.imports.services import Outcome, import_file, shown_name
from governance.public import Refused, holder_ids, tell

log = structlog.get_logger(__name__)
WORKING = ".working"
DONE, FAILED = "done", "failed"
FOLDER_OPERATOR = "inbox/"
NAME_BYTES = 180


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that is ours: in a folder named by the number of the try and a unique word."""

    path: Path
    tries: int

    @property
    def box(self) -> Path:
        """The account's folder: <box>/.working/<claim>/<file>."""
        return self.path.parent.parent.parent


def take_files(*, now: datetime | None = None) -> dict[str, int]:
    """Import every file that lies ready; returns how many were saved and how many failed."""
    now = now or timezone.now()
    inbox: Path = settings.INBOX_DIR
    accounts = {account.handle: account for account in PlatformAccount.objects.open()}
    for handle in accounts:
        try:
            (inbox / handle).mkdir(parents=True, exist_ok=True)
        except OSError:
            log.exception("drop_folder_not_made", handle=handle)
    counts = {"saved": 0, "failed": 0}
    for folder in sorted(path for path in inbox.iterdir() if path.is_dir() and not path.is_symlink()):
        try:
            for claimed in _claims(folder, now):
                good = _take(claimed, accounts.get(folder.name), now)
                if good is not None:
                    counts["saved" if good else "failed"] += 1
        except OSError:
            log.exception("drop_folder_not_read", folder=os.fsencode(folder.name))
    return counts


def _claims(folder: Path, now: datetime) -> Iterator[Claim]:
    """What was left behind by workers that died, then what lies ready."""
    for left in sorted(folder.glob(f"{WORKING}/*/*")):
        claimed = _take_up(left, now)
        if claimed is not None:
            yield claimed
    for path in sorted(folder.iterdir()):
        if is_ready(path, now):
            claimed = claim(path)
            if claimed is not None:
                yield claimed


def is_ready(path: Path, now: datetime) -> bool:
    """A plain file that nothing has changed for a while."""
    try:
        if path.name.startswith(".") or path.is_symlink() or not path.is_file():
            return False
        found = path.stat()
    except OSError:
        return False
    return now.timestamp() - max(found.st_mtime, found.st_ctime) >= QUIET_SECONDS


def claim(path: Path) -> Claim | None:
    """Move the file into a folder that is ours alone; None if another worker was faster."""
    ours = path.parent / WORKING / f"1-{uuid.uuid4().hex}"
    ours.mkdir(parents=True)
    working = ours / path.name
    try:
        path.rename(working)
    except FileNotFoundError:
        ours.rmdir()
        return None
    return Claim(working, 1)


def _take_up(left: Path, now: datetime) -> Claim | None:
    """The file of a worker that died, claimed anew; None while it is at work, or if another one was faster."""
    tries, _dash, _word = left.parent.name.partition("-")
    try:
        if now.timestamp() - left.parent.stat().st_mtime < ABANDONED_SECONDS:
            return None
        ours = left.parent.with_name(f"{int(tries) + 1}-{uuid.uuid4().hex}")
        os.utime(left.parent)
        left.parent.rename(ours)
    except (FileNotFoundError, ValueError):
        return None
    return Claim(ours / left.name, int(tries) + 1)


def _take(claimed: Claim, account: PlatformAccount | None, now: datetime) -> bool | None:
    """Import one claimed file and move it to `done` or `failed`; None if it is to be tried again."""
    name = shown_name(os.fsencode(claimed.path.name).decode("utf-8", "replace"))
    try:
        if account is None:
            raise Refused(_("There is no account with the handle %(handle)s.") % {"handle": claimed.box.name})
        if claimed.tries > FOLDER_TRIES:
            raise Refused(_("This file could not be worked on %(count)d times. Please ask an operator.") % {
                "count": FOLDER_TRIES
            })  # fmt: skip
        outcome = import_file(
            claimed.path,
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
        if claimed.tries > FOLDER_TRIES and account is not None:
            _tell_operators(account, claimed, name, now)
    except Exception:
        log.exception("drop_file_failed", file=name, tries=claimed.tries)
        return None
    target = _moved(claimed, FAILED if words else DONE, now)
    if words:
        target.with_name(target.name + ".txt").write_text(words + "\n", encoding="utf-8")
    return not words


def _tell_operators(account: PlatformAccount, claimed: Claim, name: str, now: datetime) -> None:
    tell(
        holder_ids("governance.operate"), "import.given_up", kind="platform_account", object_id=account.pk,
        params={"file": name}, key=f"import.given_up:{claimed.path.parent.name}", at=now,
    )  # fmt: skip


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


def _moved(claimed: Claim, where: str, now: datetime) -> Path:
    """Move the file into `done` or `failed`, under its name with the time before it; never over another one."""
    folder = claimed.box / where
    folder.mkdir(exist_ok=True)
    raw = os.fsencode(claimed.path.name)
    if len(raw) > NAME_BYTES:  # the ending stays, and a word that tells apart what begins alike
        raw = hashlib.sha256(raw).hexdigest()[:12].encode() + b"-" + os.fsencode(claimed.path.name[-40:])
    stamp, number = f"{timezone.localtime(now):%Y%m%d-%H%M%S}", 1
    while True:
        again = "" if number == 1 else f"{number}-"
        target = folder / f"{stamp}-{again}{os.fsdecode(raw)}"
        try:
            os.link(claimed.path, target, follow_symlinks=False)
        except FileExistsError:
            number += 1
            continue
        claimed.path.unlink()
        claimed.path.parent.rmdir()
        return target
