"""Bringing in files of messages: all or nothing, and the same file twice changes nothing (R-060, D-6.2.1a)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount, User
from governance.public import clean_name, require
from interactions.importing.models import MessageImport
from interactions.importing.reading import Reading, read_messages
from interactions.inbox.receiving import take_in

CHUNK = 1 << 20


@dataclass
class Imported:
    """What became of a file: counts, or errors and nothing saved."""

    profile: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.errors

    def as_dict(self) -> dict[str, Any]:
        """The shape that the command prints."""
        return {
            "profile": self.profile, "rows": self.rows, "new": self.new, "changed": self.changed, "same": self.same,
            "errors": self.errors,
        }  # fmt: skip


def import_messages(
    path: Path, account: PlatformAccount, *, actor: User | None, name: str = "", at: datetime | None = None
) -> Imported:
    """Take in every message of a file, or none. From the command line there is no actor.

    The file is read before the transaction begins; what is wrong is told by row, column and value.
    """
    if actor is not None:
        require(actor, "accounts.reply", account)
    at = at or timezone.now()
    reading = read_messages(path, now=at)
    result = Imported(profile=reading.profile, rows=reading.rows, errors=_errors(reading))
    if not result.good:
        return result
    digest = _sha256(path)
    with transaction.atomic():
        taken = take_in(account, reading.messages, actor=actor, at=at)
        result.new, result.changed, result.same = taken.new, taken.changed, taken.same
        MessageImport.objects.create(
            account=account,
            file_name=clean_name(name or path.name, limit=200),
            sha256=digest,
            profile=result.profile,
            rows=result.rows,
            new=result.new,
            changed=result.changed,
            same=result.same,
            imported_by=actor,
            imported_at=at,
        )
    return result


def _errors(reading: Reading) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = [error.as_dict() for error in reading.errors]
    if reading.bad > len(shown):
        more = _("and %(count)s more") % {"count": f"{reading.bad - len(shown):,}"}
        shown.append({"row": None, "column": None, "value": None, "message": more})
    return shown


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
