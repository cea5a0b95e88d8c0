"""Roles that were long not used, and when a role was used last, from what its work left in the ledger (R-013)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left, StrIndex

from accounts.leave.models import Leave
from accounts.people.work import work_of
from accounts.recertification.models import RecertificationLine
from accounts.recertification.rules import KEPT_FOR, LOOK_BACK, UNUSED_AFTER, UNUSED_GRACE
from accounts.recertification.workflow import KEPT, WAITING
from governance.public import ROLES, Grant, LedgerEntry

# Each role with the events that tell of its use, and whether those of any account count.
BACKING = [(role.code, stem, anywhere) for role in ROLES for stem, anywhere in work_of(role)]
TRACED = sorted({role for role, _stem, _anywhere in BACKING})
_STEMS: dict[str, list[tuple[str, bool]]] = {
    role: [(stem, anywhere) for code, stem, anywhere in BACKING if code == role] for role in TRACED
}

# One walk over the entries of the time says which roles were used by whom and where, and each grant is looked up in
# that. Joins, because SQLite looks through a NOT IN of several columns row by row.
_UNUSED = f"""
WITH backing(role, stem, anywhere) AS (VALUES {", ".join(["(%s, %s, %s)"] * len(BACKING))}),
used AS (
  SELECT DISTINCT actor_id AS person, COALESCE(account_id, 0) AS place, substr(event, 1, {{position}}) AS stem
  FROM governance_ledgerentry WHERE at >= %s AND at < %s AND actor_id IS NOT NULL),
there AS (
  SELECT DISTINCT u.person, b.role, u.place FROM used u JOIN backing b ON b.stem = u.stem WHERE b.anywhere = 0),
anywhere AS (
  SELECT DISTINCT u.person, b.role FROM used u JOIN backing b ON b.stem = u.stem WHERE b.anywhere = 1)
SELECT g.id FROM governance_grant g
LEFT JOIN there t ON t.person = g.person_id AND t.role = g.role AND t.place = COALESCE(g.account_id, 0)
LEFT JOIN anywhere a ON a.person = g.person_id AND a.role = g.role
WHERE g.ended_at IS NULL AND g.begins_at < %s AND g.role IN (SELECT role FROM backing)
  AND t.person IS NULL AND a.person IS NULL
"""  # noqa: S608


class _UnusedIds(RawSQL):
    """The subquery in the words of the database that it runs on."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        position = "strpos(event, '.')" if connection.vendor == "postgresql" else "instr(event, '.')"
        moments = [connection.ops.adapt_datetimefield_value(row) for row in self.params[-3:]]
        return f"({self.sql.format(position=position)})", [*self.params[:-3], *moments]


def not_used(at: datetime, since: datetime) -> Any:
    """Grants given before `since` whose role left no entry on their account from then up to `at`.

    Of people who work here and are not on leave, and of roles whose work leaves entries.
    """
    params = [value for role, stem, anywhere in BACKING for value in (role, stem, int(anywhere))]
    rows = Grant.objects.filter(pk__in=_UnusedIds(_UNUSED, [*params, since, at, since]), person__is_active=True)
    return rows.exclude(person_id__in=Leave.objects.at(at).values("person_id"))


def unused_grants(at: datetime, *, grace: timedelta = timedelta()) -> Any:
    """Roles not used for the days of `rules.UNUSED_AFTER`, which no review spared; with `grace`, for so long more."""
    kept = RecertificationLine.objects.filter(
        grant=OuterRef("pk"), status=KEPT, decided_at__gte=at - KEPT_FOR - grace, decided_at__lte=at
    )
    return not_used(at, at - UNUSED_AFTER - grace).filter(~Exists(kept))


def left_undecided(at: datetime) -> Any:
    """Unused roles that nobody decided within the days of grace, and that no open round will decide (R-013 Z)."""
    waiting = RecertificationLine.objects.filter(grant=OuterRef("pk"), status=WAITING)
    return unused_grants(at, grace=UNUSED_GRACE).filter(~Exists(waiting))


def last_uses(grants: Iterable[Grant], at: datetime) -> dict[int, datetime]:
    """When each grant's role was used last, within `rules.LOOK_BACK`; one statement for a page of them."""
    rows = list(grants)
    entries = LedgerEntry.objects.filter(
        actor_id__in={row.person_id for row in rows}, at__gte=at - LOOK_BACK, at__lte=at
    ).order_by()
    stem = Left("event", StrIndex("event", Value(".")))
    anywhere: dict[tuple[int | None, str], datetime] = {}
    there: dict[tuple[int | None, str, int | None], datetime] = defaultdict()
    for person, account, name, last in (
        entries.values("actor_id", "account_id", stem=stem).annotate(last=Max("at"))
        .values_list("actor_id", "account_id", "stem", "last")
    ):  # fmt: skip
        there[person, name, account] = last
        anywhere[person, name] = max(last, anywhere.get((person, name), last))
    found = {}
    for row in rows:
        uses = [
            anywhere.get((row.person_id, name)) if company else there.get((row.person_id, name, row.account_id))
            for name, company in _STEMS.get(row.role, ())
        ]
        if any(uses):
            found[row.pk] = max(use for use in uses if use is not None)
    return found


def leaves_traces(role: str) -> bool:
    """Whether the work of this role leaves entries, so that its use can be told."""
    return role in _STEMS
