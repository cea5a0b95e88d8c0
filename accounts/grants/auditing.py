"""The access register of a span for auditors: grants, logins and the slice of the ledger, XLSX or signed JSON.

Written down with its reason before anybody holds it (governance.lists), bounded in days and in rows (R-107).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from accounts.grants.register import RegisterLine, Span, grants_during, logins_during
from accounts.grants.signing import keys_or_none, sign
from accounts.people.models import User
from governance.public import LedgerEntry, Refused, Writer, add_sheet

# Of the ledger, what tells of rights, people, accounts, logins, requests and lists taken away.
STEMS = ("role.", "approval.", "credential.", "person.", "platform_account.", "list.")
ROWS_LIMIT = 50_000
HEADS = {
    "grants": (
        gettext_lazy("Person"), gettext_lazy("Login name"), gettext_lazy("Role"), gettext_lazy("Where"),
        gettext_lazy("In force from"), gettext_lazy("Over at"), gettext_lazy("Ended because"),
        gettext_lazy("Request"), gettext_lazy("Asked by"), gettext_lazy("Agreed by"), gettext_lazy("Login closed"),
    ),
    "logins": (
        gettext_lazy("Account"), gettext_lazy("Login"), gettext_lazy("What"), gettext_lazy("Person"),
        gettext_lazy("From"), gettext_lazy("To"),
    ),
    "ledger": (
        gettext_lazy("Entry"), gettext_lazy("Event"), gettext_lazy("Who"), gettext_lazy("Kind of record"),
        gettext_lazy("Record"), gettext_lazy("Account"), gettext_lazy("Details"), gettext_lazy("Happened at"),
        gettext_lazy("Recorded at"), gettext_lazy("Seal"), gettext_lazy("Hash"),
    ),
}  # fmt: skip
TITLES = {"grants": gettext_lazy("Grants"), "logins": gettext_lazy("Logins"), "ledger": gettext_lazy("Ledger")}


def slice_of(span: Span) -> Any:
    """The entries of the span that tell of rights and logins; Refused where they are too many for one file."""
    wanted = Q()
    for stem in STEMS:
        wanted |= Q(event__startswith=stem)
    rows = LedgerEntry.objects.filter(wanted, at__gte=span.start, at__lt=span.end)
    if rows.order_by()[: ROWS_LIMIT + 1].count() > ROWS_LIMIT:
        raise Refused(
            _("More than %(limit)d entries of the ledger lie in this span. Please take it in shorter ones.")
            % {"limit": ROWS_LIMIT}
        )
    return rows.select_related("actor", "account", "seal").order_by("pk")


def sections_of(span: Span) -> dict[str, list[dict[str, Any]]]:
    """Every row of the register as plain values: names beside ids, moments in UTC."""
    return {
        "grants": [_grant(line) for line in grants_during(span)],
        "logins": list(_logins(span)),
        "ledger": [_entry(entry) for entry in slice_of(span).iterator(chunk_size=2000)],
    }


def _grant(line: RegisterLine) -> dict[str, Any]:
    grant = line.grant
    return {
        "person": str(line.person), "login": _login(line.person), "role": grant.role,
        "account": line.account.handle if line.account else None, "begins_at": _moment(grant.begins_at),
        "over_at": _moment(grant.over_at), "ended_because": grant.ended_because, "request": grant.request_id,
        "asked_by": _login(line.asked_by), "agreed_by": [_login(person) for person, _at in line.agreed],
        "login_closed": line.login_closed,
    }  # fmt: skip


def _logins(span: Span) -> Iterator[dict[str, Any]]:
    for line in logins_during(span):
        account = line.credential.account.handle if line.credential else None
        login = line.credential.login if line.credential else line.login.credential_id
        uses = [("custodian", *row) for row in line.custodians] + [("in_hand", *row) for row in line.in_hand]
        uses += [("share", *row) for row in line.shares] + [("secret_seen", who, at, at) for who, at in line.seen]
        for what, who, since, until in uses:
            yield {
                "account": account, "login": login, "what": what, "person": _login(who), "from": _moment(since),
                "to": _moment(until),
            }  # fmt: skip


def _entry(entry: LedgerEntry) -> dict[str, Any]:
    seal = getattr(entry, "seal", None)
    return {
        "entry": entry.pk, "event": entry.event, "actor": _login(entry.actor), "kind": entry.kind,
        "record": entry.object_id, "account": entry.account.handle if entry.account else None,
        "details": entry.payload, "at": _moment(entry.at), "recorded_at": _moment(entry.recorded_at),
        "seal": seal.sequence if seal else None, "hash": seal.hash if seal else None,
    }  # fmt: skip


def _login(person: User | None) -> str | None:
    return person.username if person else None


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def writers(span: Span, *, actor: User, at: datetime) -> dict[str, Writer]:
    """The formats of the register of a span, each with what writes it; what is signed only where there is a key."""
    head = {
        "site": settings.SITE_URL, "from": span.first.isoformat(), "to": span.last.isoformat(),
        "made_at": _moment(at), "made_by": actor.username,
    }  # fmt: skip

    def write_json(file: IO[bytes]) -> int:
        sections = sections_of(span)
        file.write(json.dumps(sign(head, sections), ensure_ascii=False, indent=1).encode())
        return sum(map(len, sections.values()))

    def write_xlsx(file: IO[bytes]) -> int:
        sections = sections_of(span)
        book = Workbook(write_only=True)
        for code, rows in sections.items():
            add_sheet(book, str(TITLES[code]), HEADS[code], ([_flat(value) for value in row.values()] for row in rows))
        book.save(file)
        return sum(map(len, sections.values()))

    signed: dict[str, Writer] = {"json": write_json} if keys_or_none() else {}
    return {**signed, "xlsx": write_xlsx}


def _flat(value: Any) -> Any:
    """A cell holds no list and no mapping."""
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else value
