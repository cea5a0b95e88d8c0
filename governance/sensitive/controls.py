"""How sensitive operations are measured: what happened without the yes of a second person (R-014, O-3.3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from governance.approvals.models import AGREE, ApprovalDecision
from governance.approvals.workflow import AGREED
from governance.board.registry import Evidence, Scope, Window, probe
from governance.ledger.models import LedgerEntry
from governance.sensitive.agreements import is_held
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.rules import (
    BY_GRANT,
    GRANT_EVENTS,
    GRANTS_COUNTED,
    OPERATIONS,
    REVIEW_WITHIN,
    acts,
)
from governance.sensitive.workflow import DONE, DONE_WITHOUT, HAPPENED


def _number(key: str) -> Cast:
    """A whole number that the payload of an entry holds."""
    return Cast(KeyTextTransform(key, "payload"), BigIntegerField())


def _counted() -> dict[str, Q]:
    """Per operation, which entries of the ledger are one."""
    found: dict[str, Q] = {}
    for act in acts().values():
        found[act.operation] = found.get(act.operation, Q(pk__in=[])) | (Q(event=act.event) & act.when)
    for row in OPERATIONS:
        if row.place == BY_GRANT:
            found[row.code] = Q(event__in=GRANT_EVENTS) & GRANTS_COUNTED
    return found


def _held(entries: QuerySet[LedgerEntry], now: datetime) -> QuerySet[LedgerEntry]:
    """Those entries whose operation the rule books of the account hold."""
    events = {act.event for act in acts().values()} | set(GRANT_EVENTS)
    entries = entries.filter(event__in=events)
    accounts: Iterable[int | None] = entries.order_by().values_list("account_id", flat=True).distinct()
    wanted = Q(pk__in=[])
    places = list(accounts)
    for code, counted in _counted().items():
        holding = [account for account in places if is_held(code, account, now)]
        on = Q(account_id__in=[account for account in holding if account is not None])
        wanted |= counted & (on | Q(account_id=None) if None in holding else on)
    return entries.filter(wanted)


@probe("R-014", part="system")
def steps_of_this_site_had_a_second_person(scope: Scope, window: Window) -> Evidence:
    """Sensitive steps in the ledger whose entry names no yes of somebody else that covers them."""
    entries = LedgerEntry.objects.filter(at__gte=window.start, at__lt=window.end)
    total = scope.narrow(_held(entries, window.now), department="account__department_id", person="actor_id")
    total = total.annotate(used=_number("operation"), granted=_number("request"))
    by_another = ApprovalDecision.objects.filter(verdict=AGREE)
    used = SensitiveOperation.objects.filter(
        Q(target_id=None) | Q(target_kind=OuterRef("kind"), target_id=OuterRef("object_id")),
        Exists(by_another.filter(request=OuterRef("request")).exclude(by=OuterRef("done_by"))),
        pk=OuterRef("used"), status=DONE, done_at=OuterRef("at"), done_by=OuterRef("actor_id"),
        agreed_at__lte=OuterRef("at"),
    )  # fmt: skip
    agreed = by_another.filter(request=OuterRef("granted"), request__status=AGREED, at__lte=OuterRef("at"))
    by_grant = Q(event__in=GRANT_EVENTS)
    return Evidence(
        bad=total.filter((by_grant & ~Exists(agreed)) | (~by_grant & ~Exists(used))), total=total,
        kind="ledger_entry",
    )  # fmt: skip


@probe("R-014", part="platform")
def deeds_on_platforms_had_a_second_person(scope: Scope, window: Window) -> Evidence:
    """What was done on a platform without a yes, and hurried ones that nobody looked at again in time."""
    hurried = Q(to_review=True, reviewed_at=None, status=DONE)
    happened = SensitiveOperation.objects.filter(
        Q(done_at__gte=window.start) | hurried, status__in=HAPPENED, done_at__lt=window.end
    )
    total = scope.narrow(happened, department="account__department_id", person="done_by_id")
    late = window.now - REVIEW_WITHIN
    alone = Q(status=DONE_WITHOUT) | Q(agreed_by=None) | Q(agreed_by=F("done_by"))
    return Evidence(
        bad=total.filter(alone | (hurried & Q(done_at__lt=late))), total=total,
        at_risk=total.filter(hurried, done_at__gte=late), kind="sensitive_operation",
    )  # fmt: skip
