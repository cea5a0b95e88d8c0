"""By what a frozen version was linted, kept with it (R-045)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from content.linter.lexicon import revision_now
from content.linter.models import LintRun
from content.linter.rules import DATA
from governance.public import insert_row

if TYPE_CHECKING:
    from content.drafts.models import DraftVersion


@lru_cache(maxsize=1)
def rules_digest() -> str:
    """SHA-256 over the files of rules that come with the software, in the order of their names."""
    whole = hashlib.sha256()
    for file in sorted(DATA.glob("*.json")):
        whole.update(file.read_bytes())
    return whole.hexdigest()


def findings_digest(payloads: Sequence[dict[str, Any]]) -> str:
    """SHA-256 over the findings as they are stored: canonical JSON, sorted keys, no spaces, UTF-8."""
    text = json.dumps(list(payloads), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def keep_run(version: DraftVersion, payloads: Sequence[dict[str, Any]], *, at: datetime) -> LintRun:
    """Keep by which rules and which revision of the lexicon the findings of a version were found."""
    return insert_row(
        LintRun(
            version=version, account_id=version.account_id, rules_sha256=rules_digest(), revision_id=revision_now(),
            findings_sha256=findings_digest(payloads), linted_at=at,
        )
    )  # fmt: skip
