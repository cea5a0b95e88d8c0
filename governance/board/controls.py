"""Probes of the mechanisms: deadlines kept (R-121), the ledger's chain whole (R-034)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from governance.board.registry import Evidence, Scope, Window, probe
from governance.deadlines.models import Deadline
from governance.deadlines.rules import CANCELLED, PAUSED, RUNNING
from governance.ledger.models import LedgerEntry, LedgerSeal
from governance.ledger.services import GENESIS, digest
from governance.operations.rules import SEAL_AGE

# Entries walked at most in one measurement; `verify_ledger` walks all of them.
WALKED = 2000


@probe("R-121")
def tasks_are_done_in_time(scope: Scope, window: Window) -> Evidence:
    """Deadlines that fell due in the window, or earlier and still run, and those met late or not yet."""
    total = scope.narrow(
        Deadline.objects.filter(Q(due_at__gte=window.start) | Q(state=RUNNING), due_at__lte=window.end).exclude(
            state__in=[CANCELLED, PAUSED]
        ),
        department="department_id",
        person="owner_id",
    )
    late = Q(met_at__gt=F("due_at")) | Q(met_at__isnull=True) | Q(met_at__gt=window.now)
    return Evidence(bad=total.filter(late), total=total, kind="deadline")


@probe("R-034", part="ledger", mode="Z")
def the_ledger_is_whole(scope: Scope, window: Window) -> Evidence:
    """The newest entries of the window, and those whose seal does not fit or that should have had one by now."""
    rows = LedgerEntry.objects.filter(at__gte=window.start, at__lte=window.end)
    walked = rows.filter(pk__in=_newest(rows))
    total = scope.narrow(walked, department="department_id", person="actor_id")
    unsealed = Q(seal=None, recorded_at__lt=window.now - SEAL_AGE[1])
    return Evidence(bad=total.filter(unsealed | Q(pk__in=_broken(walked))), total=total, kind="ledger_entry")


def _newest(rows: QuerySet[LedgerEntry]) -> Any:
    return rows.order_by("-pk").values("pk")[:WALKED]


def _broken(walked: QuerySet[LedgerEntry]) -> tuple[int, ...]:
    """Entries whose seal does not fit them, or not the seal before."""
    seals = list(LedgerSeal.objects.filter(entry__in=walked).select_related("entry").order_by("sequence"))
    hashes = dict(
        LedgerSeal.objects.filter(sequence__in=[seal.sequence - 1 for seal in seals]).values_list("sequence", "hash")
    )
    return tuple(
        seal.entry_id
        for seal in seals
        if digest(seal.entry, seal.sequence, seal.previous_hash) != seal.hash
        or seal.previous_hash != hashes.get(seal.sequence - 1, GENESIS if seal.sequence == 1 else "")
    )
