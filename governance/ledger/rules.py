"""When beat rings for the ledger, and how the parts of a payload are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.refusals.exceptions import Sentence

# (name, path of the task, seconds between two rings)
BEAT = (("ledger-seal", "governance.ledger.tasks.seal_and_write_checkpoint", 60),)

# Parts of a payload that hold the number of a member of staff; "from" and "to" hold a state elsewhere.
PEOPLE = frozenset({
    "person", "user", "owner", "deputy", "superior", "custodian", "whom", "taken_over_from", "from", "to",
})  # fmt: skip

# A part that is not named here is shown by its code.
PAYLOAD_WORDS: dict[str, Sentence] = {
    "role": _("role"),
    "fields": _("fields changed"),
    "from": pgettext_lazy("ledger", "before"),
    "to": pgettext_lazy("ledger", "after"),
    "person": _("person"),
    "user": _("person"),
    "owner": _("owner"),
    "deputy": _("deputy"),
    "superior": _("superior"),
    "custodian": _("custodian"),
    "taken_over_from": _("taken over from"),
    "reason": _("reason"),
    "version": _("version"),
    "sha256": _("fingerprint (SHA-256)"),
    "pack": _("rule book"),
    "requirement": _("requirement"),
    "clause": _("clause"),
    "number": _("number"),
    "slots": _("signatures asked for"),
    "problems": _("problems named"),
    "scheduled_at": _("scheduled for"),
    "until": _("until"),
    "first_day": _("first day"),
    "last_day": _("last day"),
    "rows": _("rows"),
    "format": _("format"),
    "filter": _("filter"),
    "list": _("list"),
    "message": _("message"),
    "publication": _("publication"),
    "report": _("report"),
    "month": _("month"),
    "metric": _("metric"),
    "measures": _("measures taken"),
    "count": _("how many"),
    "new": _("how many new"),
    "changed": _("how many changed"),
}
