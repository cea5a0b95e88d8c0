"""How the accounts floor's requirements are measured from the ledger."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from accounts.people.work import BY_PLACE, JUDGED, READ
from governance.public import EXPIRED, ROLES, Evidence, Grant, LedgerEntry, Scope, Window, probe


@probe("R-001")
def actions_had_a_right(scope: Scope, window: Window) -> Evidence:
    """Work on an account by somebody who then held no role whose rights allow it (D-2.3.1).

    Held is what was given before and not taken since, on that account or, for rights in the company, anywhere.
    """
    work = Q()
    for row in JUDGED:
        work |= Q(event__startswith=row.stem)
    done = (
        scope.narrow(LedgerEntry.objects.filter(work), department=None, person="actor_id")
        .filter(actor__isnull=False, account__isnull=False, at__gte=window.start, at__lt=window.end)
        .exclude(event__in=READ)
    )
    return Evidence(bad=done.filter(~Exists(_backing())), total=done, kind="ledger_entry")


def _backing() -> QuerySet[Any]:
    """Grants to the actor of the outer entry whose rights allow it, and that nothing had ended before it.

    An end that a late sweep wrote down counts from its own moment; one that nobody wrote down is in the register.
    """
    there = Q(account_id=OuterRef("account_id"))
    allow = Q(work__in=BY_PLACE) & (there | Q(account__isnull=True))
    for row in JUDGED:
        on_account = [role.code for role in ROLES if set(role.account) & set(row.account)]
        in_company = [role.code for role in ROLES if set(role.company) & set(row.company)]
        allow |= Q(work__startswith=row.stem) & ((there & Q(role__in=on_account)) | Q(role__in=in_company))
    granted = _entries().annotate(work=ExpressionWrapper(OuterRef("event"), TextField())).filter(
        allow, event="role.granted", kind="user", object_id=OuterRef("actor_id"), at__lte=OuterRef("at")
    )  # fmt: skip
    taken = _entries().filter(
        event="role.revoked", kind="user", object_id=OuterRef("object_id"), role=OuterRef("role"),
        place=OuterRef("place"), pk__gt=OuterRef("pk"), at__lte=OuterRef(OuterRef("at")),
    ).filter(Q(pk__lt=OuterRef(OuterRef("pk"))) | Q(payload__because=EXPIRED))  # fmt: skip
    over = Grant.objects.current().annotate(place=Coalesce("account_id", 0)).filter(
        person=OuterRef("object_id"), role=OuterRef("role"), place=OuterRef("place"), begins_at=OuterRef("at"),
        expires_at__lte=OuterRef(OuterRef("at")),
    )  # fmt: skip
    return granted.filter(~Exists(taken), ~Exists(over))


def _entries() -> Any:
    """Entries with the role, and the account as a number that is 0 for the company, so that both compare."""
    return LedgerEntry.objects.annotate(role=Cast(KT("payload__role"), TextField()), place=Coalesce("account_id", 0))
