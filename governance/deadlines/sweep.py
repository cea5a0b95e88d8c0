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
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from governance.access.holding import holders
from governance.deadlines.rules import AUDIENCES, BATCH, HEAD, OWNER, RUNNING, SUPERIOR, SUPERIOR_2
from governance.deadlines.services import ladders, recompute_stale
from governance.notices.services import deliveries_of, walk_the_index

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
    ringing = _Ringing(now or timezone.now(), batch)
    rungs = notices = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            walk_the_index(cursor)
            moved, told = ringing.once(cursor)
        rungs += moved
        notices += told
        if not moved:
            return {"rungs": rungs, "notices": notices}


class _Ringing:
    """The statements of a batch, with the ladders as they are at the beginning of the sweep; no row leaves SQL."""

    def __init__(self, now: datetime, batch: int) -> None:
        self.postgresql = connection.vendor == "postgresql"
        self.now = connection.ops.adapt_datetimefield_value(now)
        self.batch = batch
        self.rungs = [
            value
            for code, rungs in ladders().items()
            for rung in rungs
            for value in (code, rung.percent, rung.audience, rung.urgent)
        ]
        # The last to hear if a record has neither owner nor superior nor head: an operator.
        self.operator = holders("governance.operate").order_by("pk").values_list("pk", flat=True).first()
        lock = "FOR UPDATE SKIP LOCKED" if self.postgresql else ""
        self.due = f"""SELECT id FROM governance_deadline WHERE state = '{RUNNING}' AND next_rung_at <= {self._present}
            ORDER BY next_rung_at, id LIMIT %s {lock}"""  # noqa: S608
        self.claim = [self.now, batch]
        rows = ", ".join(["(%s, %s, %s, %s)"] * (len(self.rungs) // 4))
        self.ladders = f"""WITH rung(code, percent, audience, urgent) AS (VALUES {rows}),
            fallback(id) AS (VALUES (CAST(%s AS bigint)))"""

    def once(self, cursor: CursorWrapper) -> tuple[int, int]:
        """One batch: tell, queue deliveries, move on; how many rungs and how many notices."""
        return self._in_one(cursor) if self.postgresql else self._one_by_one(cursor)

    def _in_one(self, cursor: CursorWrapper) -> tuple[int, int]:
        """PostgreSQL: claim with the rows locked, and all that follows from it, in one statement."""
        cursor.execute(
            f"""{self.ladders}, due AS MATERIALIZED ({self.due}),
            moved AS (
                UPDATE governance_deadline AS d SET position = d.position + 1,
                    next_rung_at = {self._moment("d.position + 1")} FROM due WHERE d.id = due.id
                RETURNING d.id, d.kind, d.object_id, d.purpose, d.due_at, d.owner_id, d.department_id, d.ladder,
                    d.schedule, d.position - 1 AS position),
            ringing AS MATERIALIZED ({self._ringing("moved")}),
            told AS ({self._notices()} ON CONFLICT DO NOTHING RETURNING id, recipient_id, urgent, created_at),
            queued AS ({deliveries_of("told")})
            SELECT (SELECT COUNT(*) FROM moved), (SELECT COUNT(*) FROM told)""",  # noqa: S608
            [*self.rungs, self.operator, *self.claim, *[self.now] * 3],
        )
        moved, told = cursor.fetchone()
        return moved, told

    def _one_by_one(self, cursor: CursorWrapper) -> tuple[int, int]:
        """SQLite: nobody else writes meanwhile, so that the same rows are due to every statement."""
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM governance_notice")
        newest = cursor.fetchone()[0]
        chosen = f"WHERE d.id IN ({self.due})"
        ringing = f"{self.ladders}, ringing AS MATERIALIZED ({self._ringing('governance_deadline')} {chosen})"
        cursor.execute(
            f"{self._notices(ringing)} ON CONFLICT DO NOTHING",
            [*self.rungs, self.operator, *self.claim, *[self.now] * 3],
        )
        told = cursor.rowcount
        cursor.execute(deliveries_of("governance_notice", "n.id > %s"), [newest, newest])
        cursor.execute(
            f"""UPDATE governance_deadline AS d SET position = d.position + 1,
                next_rung_at = {self._moment("d.position + 1")} {chosen}""",  # noqa: S608
            self.claim,
        )
        return cursor.rowcount, told

    def _ringing(self, source: str) -> str:
        """SQL: each deadline of `source` with its percent and whoever hears of it in each audience."""
        due = "substr(d.due_at, 1, 19)"
        if self.postgresql:
            due = "to_char(d.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"
        active = {name: f"CASE WHEN {name}.is_active THEN {name}.id END" for name in ("u", "s", "s2", "h")}
        hears = ", ".join(
            f"COALESCE({', '.join(active[name] for name in HEARERS[code])}, fallback.id) AS to_{code}"
            for code, _label in AUDIENCES
        )
        return f"""
            SELECT d.id, d.kind, d.object_id, d.purpose, d.ladder, {self._percent} AS percent, {due} AS due,
                COALESCE(NULLIF(u.display_name, ''), u.username, '') AS owner, {hears}
            FROM {source} d CROSS JOIN fallback
            LEFT JOIN accounts_user u ON u.id = d.owner_id
            LEFT JOIN accounts_user s ON s.id = u.superior_id
            LEFT JOIN accounts_user s2 ON s2.id = s.superior_id
            LEFT JOIN accounts_department dep ON dep.id = COALESCE(d.department_id, u.department_id)
            LEFT JOIN accounts_user h ON h.id = dep.head_id"""  # noqa: S608

    def _notices(self, before: str = "") -> str:
        """SQL: an in-app notice for everybody who hears of what is ringing, and the deputy of whoever is away (R-016).

        Takes the moment three times.
        """
        build = "jsonb_build_object" if self.postgresql else "json_object"
        hearer = " ".join(f"WHEN '{code}' THEN d.to_{code}" for code, _label in AUDIENCES)
        return f"""
            INSERT INTO governance_notice
                (recipient_id, template, params, kind, object_id, key, urgent, created_at)
            {before} SELECT COALESCE(also.deputy_id, told.hearer), told.template, told.params, told.kind,
                told.object_id, told.key, told.urgent, told.at FROM (
                SELECT CASE rung.audience {hearer} END AS hearer, 'deadline.rung' AS template,
                    {build}('deadline', d.id, 'purpose', d.purpose, 'percent', d.percent, 'due', d.due,
                            'owner', d.owner) AS params,
                    d.kind, d.object_id, 'deadline:' || d.id || ':' || d.percent AS key, rung.urgent,
                    {self._present} AS at
                FROM ringing d CROSS JOIN rung WHERE rung.code = d.ladder AND rung.percent = d.percent
            ) told JOIN (
                SELECT CAST(NULL AS bigint) AS person_id, CAST(NULL AS bigint) AS deputy_id
                UNION ALL SELECT person_id, deputy_id FROM governance_deputyship
                WHERE begins_at <= {self._present} AND ends_at > {self._present}
            ) also ON also.person_id IS NULL OR also.person_id = told.hearer
            WHERE told.hearer IS NOT NULL"""  # noqa: S608

    def _moment(self, place: str) -> str:
        """SQL: when the rung at that place of the schedule is due."""
        if self.postgresql:
            return f"((d.schedule->({place})->>1) || '+00')::timestamptz"
        return f"json_extract(d.schedule, '$[' || ({place}) || '][1]')"

    @property
    def _percent(self) -> str:
        if self.postgresql:
            return "(d.schedule->(d.position)->>0)::int"
        return "json_extract(d.schedule, '$[' || d.position || '][0]')"

    @property
    def _present(self) -> str:
        return "CAST(%s AS timestamptz)" if self.postgresql else "%s"
