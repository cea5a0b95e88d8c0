"""The newest seal, kept outside the database: what a cut or rewritten tail is checked against."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import mail_admins
from django.utils import timezone

from governance.ledger.models import LedgerSeal
from governance.ledger.services import first_difference, seal

log = structlog.get_logger(__name__)


def write_checkpoint() -> dict[str, Any] | None:
    """Seal what is open and append the newest seal to the checkpoint file, once per new seal.

    The file is only ever appended to and flushed to disk; LEDGER_CHECKPOINT_MAIL also mails each line to
    the site's admins. Returns the line written, None where nothing is new. A ledger that no longer holds the seals
    of the file gets no further line, or the cut would soon look whole: the log and Operations say so instead.
    """
    seal()
    newest = LedgerSeal.objects.order_by("-sequence").first()
    if newest is None:
        return None
    if differs_from_file():
        log.error("ledger_differs_from_checkpoint_file", sequence=newest.sequence)
        return None
    known = read_checkpoint()
    if known and known["sequence"] >= newest.sequence:
        return None
    line = {
        "sequence": newest.sequence,
        "hash": newest.hash,
        "entry": newest.entry_id,
        "written_at": timezone.now().isoformat(timespec="seconds"),
    }
    path = settings.LEDGER_CHECKPOINT_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())
    if settings.LEDGER_CHECKPOINT_MAIL:
        mail_admins(f"Ledger seal {newest.sequence}", json.dumps(line), fail_silently=True)
    return line


def read_checkpoints() -> Iterator[dict[str, Any]]:
    """Every whole line of the checkpoint file, oldest first; a line that a kill cut short is passed over."""
    path = settings.LEDGER_CHECKPOINT_FILE
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for text in file:
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict) and isinstance(line.get("sequence"), int) and "hash" in line:
                yield line


def read_checkpoint() -> dict[str, Any] | None:
    """The newest whole line of the checkpoint file; None where there is none yet."""
    newest = None
    for line in read_checkpoints():
        newest = line
    return newest


def differs_from_file() -> bool:
    """Whether the ledger no longer holds the newest seal of the file.

    That one seal answers for every line before it: its hash covers all the seals below, and each line was held
    against the ledger before the next was written. `verify_ledger` compares them all.
    """
    newest = read_checkpoint()
    return newest is not None and first_difference([newest]) is not None
