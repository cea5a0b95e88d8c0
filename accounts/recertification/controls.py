"""How the review of rights is measured: every account in its interval, nothing long unused left lying (R-013)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, Min

from accounts.platforms.models import PlatformAccount
from accounts.recertification.models import RecertificationRound
from accounts.recertification.rules import REVIEWED
from accounts.recertification.schedule import standings
from accounts.recertification.unused import left_undecided, unused_grants
from governance.public import Evidence, Grant, Scope, Window, probe

# The share of the interval, and the days at least, in which a review is due soon (chapter 8, mode F).
SOON_SHARE, SOON_LEAST = 10, timedelta(days=3)


@probe("R-013", part="accounts", mode="F")
def accounts_were_reviewed_in_their_interval(scope: Scope, window: Window) -> Evidence:
    """Accounts on which somebody holds a role, and those whose last closed review, or opening, is too long ago."""
    rows = scope.narrow(PlatformAccount.objects.filter(status__in=REVIEWED), account="pk", department="department_id")
    found = standings(rows.select_related("department"), window.now)
    late = {pk for pk, row in found.items() if row.due_at < window.now}
    soon = {
        pk for pk, row in found.items()
        if pk not in late and row.due_at - max(row.interval * SOON_SHARE / 100, SOON_LEAST) <= window.now
    }  # fmt: skip
    return Evidence(
        bad=rows.filter(pk__in=late), total=rows.filter(pk__in=found), at_risk=rows.filter(pk__in=soon),
        kind="platform_account",
    )  # fmt: skip


@probe("R-013", part="company", mode="F")
def roles_of_the_company_were_reviewed(scope: Scope, window: Window) -> Evidence:
    """The newest closed review of the roles that hang on no account, and since when there are such roles."""
    rounds = RecertificationRound.objects.closed().filter(account=None, closed_at__lte=window.now)
    rows = scope.narrow(rounds)
    newest: datetime | None = rows.aggregate(last=Max("closed_at"))["last"]
    held = scope.narrow(Grant.objects.held_at(window.now).filter(account=None), person="person_id")
    return Evidence(last=newest, since=held.aggregate(first=Min("begins_at"))["first"], kind="recertification_round")


@probe("R-013", part="unused", mode="Z")
def unused_rights_were_decided(scope: Scope, window: Window) -> Evidence:
    """Grants in force, and those long unused that nobody kept or revoked after they could be found."""
    total = scope.narrow(Grant.objects.held_at(window.now), department="account__department_id", person="person_id")
    bad = total.filter(pk__in=left_undecided(window.now).values("pk"))
    soon = total.filter(pk__in=unused_grants(window.now).values("pk")).exclude(pk__in=bad.values("pk"))
    return Evidence(bad=bad, total=total, at_risk=soon, kind="grant")
