"""The newest seal, kept outside the database: what a cut or rewritten tail is checked against."""

from __future__ import annotations

import json
import os
from typing import Any

from django.conf import settings
from django.core.mail import mail_admins
from django.utils import timezone

from governance.ledger.models import LedgerSeal
from governance.ledger.services import seal


def write_checkpoint() -> dict[str, Any] | None:
    """Seal what is open and append the newest seal to the checkpoint file, once per new seal.

    The file is only ever appended to and flushed to disk; LEDGER_CHECKPOINT_MAIL also mails each line to
    the site's admins. Returns the line written, None where nothing is new.
    """
    seal()
    newest = LedgerSeal.objects.order_by("-sequence").first()
    if newest is None:
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


def read_checkpoint() -> dict[str, Any] | None:
    """The newest whole line of the checkpoint file; None where there is none yet."""
    path = settings.LEDGER_CHECKPOINT_FILE
    if not path.exists():
        return None
    newest: dict[str, Any] | None = None
    for text in path.read_text(encoding="utf-8").splitlines()[-5:]:
        try:
            newest = json.loads(text)
        except ValueError:
            continue
    return newest
