"""Probes of the mechanisms: deadlines kept (R-121), the ledger's chain whole (R-034)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from governance.board.registry import Evidence, Scope, Window, probe
from governance.deadlines.models import Deadline
from governance.deadlines.rules import CANCELLED, PAUSED
from governance.ledger.models import LedgerEntry, LedgerSeal
from governance.ledger.services import digest

# Seals walked at most in one measurement; `verify_ledger` walks all of them.
WALKED = 2000


@probe("R-121")
def tasks_are_done_in_time(scope: Scope, window: Window) -> Evidence:
    """Deadlines that fell due in the window, and those met late or not yet."""
    total = scope.narrow(
        Deadline.objects.filter(due_at__gte=window.start, due_at__lte=window.end).exclude(
            state__in=[CANCELLED, PAUSED]
        ),
        department="department_id",
        person="owner_id",
    )
    late = Q(met_at__gt=F("due_at")) | Q(met_at__isnull=True) | Q(met_at__gt=window.now)
    return Evidence(bad=total.filter(late), total=total, kind="deadline")


@probe("R-034", part="ledger", mode="Z")
def the_ledger_is_whole(scope: Scope, window: Window) -> Evidence:
    """Entries of the window whose seal does not fit them or the seal before."""
    total = scope.narrow(
        LedgerEntry.objects.filter(at__gte=window.start, at__lte=window.end), department="department_id",
        person="actor_id",
    )  # fmt: skip
    return Evidence(bad=total.filter(pk__in=_broken(window.start, window.end)), total=total)


def _broken(start: datetime, end: datetime) -> tuple[int, ...]:
    """The newest seals of the window, each held against its entry and against the seal before."""
    seals = LedgerSeal.objects.filter(entry__at__gte=start, entry__at__lte=end).select_related("entry")
    broken = []
    previous: LedgerSeal | None = None
    for seal in seals.order_by("-sequence")[:WALKED]:
        after, previous = previous, seal
        if digest(seal.entry, seal.sequence, seal.previous_hash) != seal.hash:
            broken.append(seal.entry_id)
        if after is not None and after.sequence == seal.sequence + 1 and after.previous_hash != seal.hash:
            broken.append(after.entry_id)
    return tuple(broken)
