"""How moments, people, corrections and withdrawals of a pack are written on paper, in the present language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from content.corrections.workflow import CORRECTION

NONE = "–"


def when(text: str | None) -> str:
    """A moment on the reader's clock."""
    return timezone.localtime(datetime.fromisoformat(text)).strftime("%Y-%m-%d %H:%M:%S %Z") if text else NONE


def name(person: Mapping[str, Any] | None) -> str:
    """Somebody's name."""
    return str(person["name"]) if person else NONE


def afterwards(pack: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The corrections and withdrawals of every post, each a title and its facts, in the order of the pack."""
    found = []
    for post in pack["publications"]:
        for row in post["corrections"]:
            title = _("Correction of the post of %(account)s") % {"account": post["account"]}
            found.append({"title": title, "facts": [list(fact) for fact in _correction(row)]})
        if post["withdrawal"]:
            title = _("Withdrawal of the post of %(account)s") % {"account": post["account"]}
            found.append({"title": title, "facts": [list(fact) for fact in _withdrawal(post["withdrawal"])]})
    return found


def _correction(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield _("Status"), str(CORRECTION.state(row["status"]).label)
    yield _("What is wrong"), row["wrong"]
    yield _("Who noticed it"), row["noticed_by"]
    yield _("Asked by"), f"{name(row['asked_by'])} · {when(row['asked_at'])}"
    yield _("Decided by"), _decided(row["decisions"])
    if row["corrected_at"]:
        yield _("Corrected by"), f"{name(row['corrected_by'])} · {when(row['corrected_at'])}"
        yield _("Text before"), row["text_before"] or NONE
        yield _("Address before"), row["address_before"] or NONE
        yield _("Address after"), row["address_after"] or NONE
        yield _("Proof picture"), row["proof_sha256"] or NONE
    yield _("Corrected text"), row["corrected_text"]
    yield "SHA-256", row["sha256"]


def _withdrawal(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield _("Asked by"), f"{name(row['asked_by'])} · {when(row['asked_at'])}"
    yield _("Decided by"), _decided(row["decisions"])
    yield _("Withdrawn by"), f"{name(row['withdrawn_by'])} · {when(row['withdrawn_at'])}"
    yield _("Why withdrawn"), row["reason"]
    yield _("Proof picture"), row["proof_sha256"] or NONE


def _decided(decisions: list[dict[str, Any]]) -> str:
    verdicts = {"agree": _("Agreed"), "refuse": _("Refused")}
    lines = [
        f"{name(row['by'])} · {verdicts[row['verdict']]} · {when(row['at'])}{_confirmed(row)} {row['note']}"
        for row in decisions
    ]
    return "\n".join(line.strip() for line in lines) or NONE


def _confirmed(decision: Mapping[str, Any]) -> str:
    """When the password was confirmed for it; nothing where it was not asked for."""
    moment = decision["reauthenticated_at"]
    return f" ({_('password confirmed %(moment)s') % {'moment': when(moment)}})" if moment else ""
