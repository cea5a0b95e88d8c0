"""How the accounts floor's requirements are measured from the ledger."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from governance.public import Evidence, LedgerEntry, Scope, Window, probe

# Events of work on an account that a right on that account must stand behind.
WORK = ("draft.", "publication.", "message.", "ticket.", "complaint.", "plan.")


@probe("R-001")
def actions_had_a_right(scope: Scope, window: Window) -> Evidence:
    """Work on an account by somebody who then held no role there, and none for the whole company (D-2.3.1)."""
    work = Q()
    for stem in WORK:
        work |= Q(event__startswith=stem)
    done = scope.narrow(LedgerEntry.objects.filter(work), department=None, person="actor_id").filter(
        actor__isnull=False, account__isnull=False, at__gte=window.start, at__lt=window.end
    )
    granted = LedgerEntry.objects.filter(
        event="role.granted", kind="user", object_id=OuterRef("actor_id"), at__lte=OuterRef("at")
    )
    there = granted.filter(Q(account_id=OuterRef("account_id")) | Q(account__isnull=True))
    return Evidence(bad=done.filter(~Exists(there)), total=done, kind="ledger_entry")
