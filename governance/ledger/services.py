"""Writing to the ledger, sealing it and verifying it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.bulk.services import insert_many
from governance.ledger.models import LedgerEntry, LedgerSeal
from governance.statements.writing import insert_row

if TYPE_CHECKING:
    from accounts.models import User

GENESIS = "0" * 64
BATCH = 1000
# One sealer at a time on PostgreSQL; any constant will do, it names this lock only.
SEAL_LOCK = 7_340_021


def record(
    event: str,
    *,
    actor: User | None,
    kind: str,
    object_id: int,
    account_id: int | None = None,
    department_id: int | None = None,
    payload: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> LedgerEntry:
    """Append one entry, in the transaction of the change that it tells of.

    `payload` holds ids, field names and hashes, never a customer's words or a secret.
    """
    return insert_row(
        LedgerEntry(
            event=event,
            actor=actor,
            kind=kind,
            object_id=object_id,
            account_id=account_id,
            department_id=department_id,
            payload=json.loads(json.dumps(payload or {}, cls=DjangoJSONEncoder)),
            at=at or timezone.now(),
        )
    )


def record_many(
    entries: Iterable[tuple[str, int, int | None, dict[str, Any]]], *, actor: User | None, kind: str, at: datetime
) -> int:
    """Append an entry for each (event, record, department, payload) in as few statements as rows allow; how many.

    For thousands of changes that are one deed, in its transaction; recorded at the clock of the database.
    """
    rows = [
        LedgerEntry(
            event=event,
            actor=actor,
            kind=kind,
            object_id=object_id,
            department_id=department_id,
            payload=json.loads(json.dumps(payload, cls=DjangoJSONEncoder)),
            at=at,
        )
        for event, object_id, department_id, payload in entries
    ]
    return len(insert_many(rows)) if rows else 0


def history_of(kind: str, object_id: int, limit: int = 200) -> list[LedgerEntry]:
    """The newest entries of one record, newest first, each with the reason that was given with a move."""
    entries = LedgerEntry.objects.filter(kind=kind, object_id=object_id).select_related("actor", "move_note")
    return list(entries.order_by("-id")[:limit])


def digest(entry: LedgerEntry, sequence: int, previous_hash: str) -> str:
    """SHA-256 over every column of the entry, its place in the chain and the seal before it."""
    text = json.dumps(
        [
            sequence,
            previous_hash,
            entry.pk,
            entry.event,
            entry.actor_id,
            entry.kind,
            entry.object_id,
            entry.account_id,
            entry.department_id,
            entry.payload,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        ],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def seal(limit: int | None = None) -> int:
    """Seal every entry that has no seal yet, oldest id first; returns how many.

    Takes what is unsealed, never "above the last id": commits arrive out of order. One sealer works at
    a time; a second one finds nothing left to do.
    """
    sealed = 0
    while limit is None or sealed < limit:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
            last = LedgerSeal.objects.order_by("-sequence").first()
            sequence, previous = (last.sequence, last.hash) if last else (0, GENESIS)
            entries = list(LedgerEntry.objects.filter(seal=None).order_by("id")[:BATCH])
            seals = []
            for entry in entries:
                sequence += 1
                current = digest(entry, sequence, previous)
                seals.append(LedgerSeal(entry=entry, sequence=sequence, previous_hash=previous, hash=current))
                previous = current
            LedgerSeal.objects.bulk_create(seals)
        sealed += len(entries)
        if len(entries) < BATCH:
            break
    return sealed


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the chain found: `broken_entry` is the first entry that does not hold."""

    ok: bool
    entries: int
    seals: int
    broken_entry: int | None = None
    reason: str = ""


def _seals_in_order() -> Iterator[LedgerSeal]:
    after = 0
    while True:
        batch = list(
            LedgerSeal.objects.filter(sequence__gt=after).select_related("entry").order_by("sequence")[:BATCH]
        )
        yield from batch
        if len(batch) < BATCH:
            return
        after = batch[-1].sequence


def first_difference(lines: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], int | None] | None:
    """The first seal kept outside that the ledger lacks or holds otherwise, with the entry that stands there now.

    One statement; None where all of them fit.
    """
    wanted = [line["sequence"] for line in lines]
    rows = LedgerSeal.objects.filter(sequence__in=wanted).values_list("sequence", "hash", "entry_id")
    held = {sequence: (known, entry_id) for sequence, known, entry_id in rows}
    for line in lines:
        known, entry_id = held.get(line["sequence"], (None, None))
        if known != line["hash"]:
            return line, entry_id
    return None


def verify(*, outside: Iterable[dict[str, Any]] = ()) -> Verification:
    """Seal what is open, then walk the chain and name the first entry that is not what was sealed.

    `outside` are the seals kept outside the database ({"sequence", "hash"}); a chain that lacks one of them, or holds
    another in its place, was cut or rewritten. Verify promises no more than that for the tail.
    """
    seal()
    entries = LedgerEntry.objects.count()
    expected, previous, seen = 1, GENESIS, 0
    for link in _seals_in_order():
        if link.sequence != expected:
            return Verification(
                False,
                entries,
                seen,
                link.entry_id,
                _("Seal %(number)d is missing: an entry was removed before entry %(entry)d.")
                % {"number": expected, "entry": link.entry_id},
            )
        if link.previous_hash != previous or digest(link.entry, link.sequence, previous) != link.hash:
            return Verification(
                False,
                entries,
                seen,
                link.entry_id,
                _("Entry %(entry)d was changed after it was sealed.") % {"entry": link.entry_id},
            )
        previous, expected, seen = link.hash, expected + 1, seen + 1
    kept = iter(outside)
    while batch := list(islice(kept, BATCH)):
        difference = first_difference(batch)
        if difference is not None:
            return Verification(False, entries, seen, difference[1], _in_words(*difference, seen))
    return Verification(True, entries, seen)


def _in_words(line: dict[str, Any], entry_id: int | None, seen: int) -> str:
    if entry_id is not None:
        return _("Entry %(entry)d differs from the seal kept outside.") % {"entry": entry_id}
    return _("The ledger ends at seal %(seen)d, but seal %(outside)d was written outside: its end was cut off.") % {
        "seen": seen,
        "outside": line["sequence"],
    }
