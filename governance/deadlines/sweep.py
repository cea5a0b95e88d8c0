"""Ringing what is due: claim in batches, tell and move on in one transaction, set-based (R-064).

Beat only rings the bell for this; the rows are the truth. It may run twice, at once, or late: a rung is
claimed with its row locked, moves `position` in the same transaction, and its notices are unique by
(recipient, "deadline:<id>:<percent>").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils import timezone

from governance.access.services import holders
from governance.deadlines.models import Deadline
from governance.deadlines.rules import AUDIENCES, BATCH, HEAD, OWNER, SUPERIOR, SUPERIOR_2
from governance.deadlines.services import ladders, recompute_stale
from governance.notices.services import ids_clause, ids_parameter, send_out, walk_the_index

log = structlog.get_logger(__name__)
Sweeper = Callable[[datetime], int | Mapping[str, int]]
_sweepers: dict[str, Sweeper] = {}

# Who hears of a rung: the audience, then whoever stands in for a place that is empty or has left.
HEARERS = {
    OWNER: ("u", "h", "s"),
    SUPERIOR: ("s", "h", "s2"),
    SUPERIOR_2: ("s2", "h", "s"),
    HEAD: ("h", "s", "s2"),
}


def register_sweeper(name: str, sweeper: Sweeper) -> None:
    """Have `sweeper(now)` run with every sweep: it returns how much it did, and may run twice."""
    _sweepers[name] = sweeper


def sweep(now: datetime | None = None) -> dict[str, Any]:
    """All that beat does: ring, mend, and what the rooms registered. One that fails does not stop the rest."""
    now = now or timezone.now()
    counts: dict[str, Any] = dict(ring(now))
    for name, sweeper in {"recomputed": _recompute, **_sweepers}.items():
        try:
            counts[name] = sweeper(now)
        except Exception:
            log.exception("sweeper_failed", sweeper=name)
            counts.setdefault("failed", []).append(name)
    return counts


def _recompute(now: datetime) -> int:
    return recompute_stale(now)


def ring(now: datetime | None = None, *, batch: int = BATCH) -> dict[str, int]:
    """Ring every rung that is due by `now`; returns rungs and notices."""
    now = now or timezone.now()
    statements = _Statements()
    rungs = notices = 0
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                walk_the_index(cursor)
            due = Deadline.objects.running().filter(next_rung_at__lte=now).order_by("next_rung_at", "id")
            ids = list(due.select_for_update(skip_locked=True).values_list("id", flat=True)[:batch])
            if ids:
                notices += statements.tell(ids, now)
                statements.move_on(ids)
        rungs += len(ids)
        if not ids:
            return {"rungs": rungs, "notices": notices}


class _Statements:
    """The two statements of a batch, with the ladders as they are at the beginning of the sweep."""

    def __init__(self) -> None:
        self.postgresql = connection.vendor == "postgresql"
        self.rungs = [
            value
            for code, rungs in ladders().items()
            for rung in rungs
            for value in (code, rung.percent, rung.audience, rung.urgent)
        ]
        # The last to hear if a record has neither owner nor superior nor head: an operator.
        self.operator = holders("governance.operate").order_by("pk").values_list("pk", flat=True).first()

    def _moment(self, place: str) -> str:
        if self.postgresql:
            return f"((d.schedule->({place})->>1) || '+00')::timestamptz"
        return f"json_extract(d.schedule, '$[' || ({place}) || '][1]')"

    def _percent(self) -> str:
        if self.postgresql:
            return "(d.schedule->(d.position)->>0)::int"
        return "json_extract(d.schedule, '$[' || d.position || '][0]')"

    def tell(self, ids: list[int], now: datetime) -> int:
        """In-app notices and their deliveries for the next rung of each deadline; returns how many notices."""
        build, due = "json_object", "substr(d.due_at, 1, 19)"
        if self.postgresql:
            build, due = "jsonb_build_object", "to_char(d.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"
        active = {name: f"CASE WHEN {name}.is_active THEN {name}.id END" for name in ("u", "s", "s2", "h")}
        hears = " ".join(
            f"WHEN '{code}' THEN COALESCE({', '.join(active[name] for name in HEARERS[code])}, fallback.id)"
            for code, _label in AUDIENCES
        )
        sql = f"""
            WITH rung(code, percent, audience, urgent) AS (VALUES {", ".join(["(%s, %s, %s, %s)"] * self._rows)}),
            fallback(id) AS (VALUES (CAST(%s AS bigint)))
            INSERT INTO governance_notice
                (recipient_id, template, params, kind, object_id, key, urgent, created_at)
            SELECT * FROM (
                SELECT CASE rung.audience {hears} END AS hearer, 'deadline.rung',
                    {build}('deadline', d.id, 'purpose', d.purpose, 'percent', rung.percent, 'due', {due},
                            'owner', COALESCE(NULLIF(u.display_name, ''), u.username, '')),
                    d.kind, d.object_id, 'deadline:' || d.id || ':' || rung.percent, rung.urgent, {self._now}
                FROM governance_deadline d
                JOIN rung ON rung.code = d.ladder AND rung.percent = {self._percent()}
                CROSS JOIN fallback
                LEFT JOIN accounts_user u ON u.id = d.owner_id
                LEFT JOIN accounts_user s ON s.id = u.superior_id
                LEFT JOIN accounts_user s2 ON s2.id = s.superior_id
                LEFT JOIN accounts_department dep ON dep.id = COALESCE(d.department_id, u.department_id)
                LEFT JOIN accounts_user h ON h.id = dep.head_id
                WHERE {ids_clause("d.id")}
            ) told WHERE hearer IS NOT NULL
            ON CONFLICT DO NOTHING RETURNING id
        """  # noqa: S608
        moment = connection.ops.adapt_datetimefield_value(now)
        with connection.cursor() as cursor:
            cursor.execute(sql, [*self.rungs, self.operator, moment, ids_parameter(ids)])
            told = [row[0] for row in cursor.fetchall()]
        send_out(told)
        return len(told)

    @property
    def _rows(self) -> int:
        return len(self.rungs) // 4

    @property
    def _now(self) -> str:
        return "CAST(%s AS timestamptz)" if self.postgresql else "%s"

    def move_on(self, ids: list[int]) -> None:
        """Each deadline waits for its next rung, or for none."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE governance_deadline AS d SET position = d.position + 1,"  # noqa: S608
                f" next_rung_at = {self._moment('d.position + 1')} WHERE {ids_clause('d.id')}",
                [ids_parameter(ids)],
            )
