"""A staging table, set-based checks against what stands, and one upsert; the same on SQLite and PostgreSQL.

Rows stream in by batches, so that memory does not grow with the file. New, changed and same compare the whole
row. The table is temporary and belongs to this connection alone.
"""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from django.db import connection

from analytics.metrics.models import AccountDay, Breakdown, PlatformPost, PublicationDay
from analytics.metrics.rules import POST_COLUMNS

BATCH = 5_000
POSTS = PlatformPost._meta.db_table
POST_DAYS = PublicationDay._meta.db_table
ACCOUNT_DAYS = AccountDay._meta.db_table
BREAKDOWNS = Breakdown._meta.db_table
DESCRIBED = ("title", "url", "content_type", "published_at", "published_on")


# Hears how many rows are in.
Tell = Callable[[int], None]


def _unheard(count: int) -> None:
    """Nobody asked."""


def is_postgresql() -> bool:
    """Whether the database is PostgreSQL (else SQLite)."""
    return connection.vendor == "postgresql"


def stored_day(day: date) -> Any:
    """A day as raw SQL wants it."""
    return day if is_postgresql() else day.isoformat()


def stored_moment(moment: datetime) -> Any:
    """A moment as raw SQL wants it."""
    return moment if is_postgresql() else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _differs(left: str, right: str, columns: Iterable[str]) -> str:
    """SQL: any of the columns differs, NULL being a value of its own."""
    operator = "IS DISTINCT FROM" if is_postgresql() else "IS NOT"
    return " OR ".join(f"{left}.{column} {operator} {right}.{column}" for column in columns) or "FALSE"


@dataclass(slots=True)
class Comparison:
    """What the staged rows would do: rows of the file by state, and the days that change."""

    new: int = 0
    changed: int = 0
    same: int = 0
    touched: set[date] = field(default_factory=set)


class Stage(ABC):
    """Common to both shapes: the table, its batches, doubles inside the file."""

    columns: tuple[tuple[str, str], ...] = ()
    key: tuple[str, ...] = ()

    def __init__(self, account_id: int, today: date) -> None:
        self.account_id = account_id
        self.today = today
        self.table = f"staged_{secrets.token_hex(6)}"

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The staging table for the length of a block."""
        with connection.cursor() as cursor:
            definition = ", ".join(f"{name} {kind}" for name, kind in self.columns)
            # Figures without a day of their own stand as of today.
            definition = definition.replace("day date", f"day date DEFAULT '{self.today.isoformat()}'")
            if not is_postgresql():
                for kind in (" jsonb", " timestamptz", " date"):
                    definition = definition.replace(kind, " text")
            cursor.execute(f"CREATE TEMPORARY TABLE {self.table} ({definition})")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute(f"DROP TABLE IF EXISTS {self.table}")

    def load(self, columns: list[str], rows: Iterator[tuple[Any, ...]], tell: Tell | None = None) -> None:
        """Stream the rows in. On SQLite outside any write transaction of the main database.

        `tell` hears between the batches how many rows are in, and may write to the database.
        """
        tell = tell or _unheard
        names = ", ".join(columns)
        if is_postgresql():
            self._copy(names, rows, tell)
            return
        marks = ", ".join(["%s"] * len(columns))
        insert = f"INSERT INTO {self.table} ({names}) VALUES ({marks})"  # noqa: S608
        own, count = not connection.in_atomic_block, 0
        with connection.cursor() as cursor:
            while batch := list(islice(rows, BATCH)):
                if own:
                    cursor.execute("BEGIN DEFERRED")
                try:
                    cursor.executemany(insert, batch)
                finally:
                    if own:
                        cursor.execute("COMMIT")
                count += len(batch)
                tell(count)

    def _copy(self, names: str, rows: Iterator[tuple[Any, ...]], tell: Tell) -> None:
        count = 0
        with connection.cursor() as cursor:
            while batch := list(islice(rows, BATCH * 4)):
                with cursor.copy(f"COPY {self.table} ({names}) FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
                count += len(batch)
                tell(count)
            cursor.execute(f"ANALYZE {self.table}")

    def doubles(self, limit: int) -> list[tuple[int, int]]:
        """(row, first row of the same key) for rows whose key stands twice in the file."""
        keys = ", ".join(self.key)
        same = " AND ".join(f"s.{name} = d.{name}" for name in self.key)
        query = f"""
            SELECT DISTINCT s.row_no, d.first FROM {self.table} s
            JOIN (SELECT {keys}, MIN(row_no) AS first FROM {self.table} GROUP BY {keys} HAVING COUNT(*) > 1) d
            ON {same} WHERE s.row_no > d.first ORDER BY 1 LIMIT %s"""  # noqa: S608
        return list(self._all(query, [limit]))

    def _all(self, query: str, params: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query, list(params))
            return cursor.fetchall()

    def _run(self, query: str, params: Iterable[Any] = ()) -> int:
        with connection.cursor() as cursor:
            cursor.execute(query, list(params))
            return int(cursor.rowcount)

    def _compared(self, rows: Iterable[tuple[str, Any, int]]) -> Comparison:
        found = Comparison()
        for state, day, count in rows:
            setattr(found, state, getattr(found, state) + count)
            if state != "same" and day is not None:
                found.touched.add(day if isinstance(day, date) else date.fromisoformat(day))
        return found

    @abstractmethod
    def compare(self) -> Comparison:
        """New, changed and same rows of the file against what stands."""

    @abstractmethod
    def save(self, run_id: int, now: datetime) -> None:
        """Write new and changed rows. Runs in the caller's transaction."""

    @abstractmethod
    def sums(self) -> tuple[list[Any], list[Any]]:
        """Row count and column sums as staged, and as they stand afterwards: they must be equal."""


class PostStage(Stage):
    """Rows of posts: wide, one figure column per common metric."""

    columns = (
        ("row_no", "integer"),
        ("key", "text"),
        ("url", "text DEFAULT ''"),
        ("title", "text DEFAULT ''"),
        ("content_type", "text DEFAULT ''"),
        ("published_at", "timestamptz"),
        ("published_on", "date"),
        ("day", "date"),
        *((name, "bigint") for name in POST_COLUMNS),
        ("more", "jsonb DEFAULT '{}'"),
    )

    def __init__(self, account_id: int, today: date, basis: str, given: list[str]) -> None:
        super().__init__(account_id, today)
        # Only what the file gives is compared and written: a file without titles takes none away.
        self.described = [name for name in DESCRIBED if name in given]
        self.figures = [name for name in (*POST_COLUMNS, "more") if name in given]
        self.basis = basis
        self.key = ("key",) if basis == "lifetime" else ("key", "day")

    def _standing(self) -> str:
        """SQL: the figures d that a staged row s of post p is compared with."""
        if self.basis == "day":
            return "d.post_id = p.id AND d.basis = 'day' AND d.day = s.day"
        return "d.post_id = p.id AND d.basis = 'lifetime' AND (d.day = s.day OR (d.latest AND d.day < s.day))"

    def _changed(self, row: str, figures: str, post: str) -> str:
        return _differs(row, figures, self.figures) + " OR " + _differs(row, post, self.described)

    def compare(self) -> Comparison:
        """New, changed and same rows of the file against what stands."""
        month_day = "day" if self.basis == "day" else "published_on"
        query = f"""
            SELECT state, {month_day}, COUNT(*) FROM (
                SELECT s.{month_day}, CASE WHEN d.id IS NULL THEN 'new'
                    WHEN {self._changed("s", "d", "p")} THEN 'changed'
                    ELSE 'same' END AS state
                FROM {self.table} s
                LEFT JOIN {POSTS} p ON p.account_id = %s AND p.key = s.key
                LEFT JOIN {POST_DAYS} d ON {self._standing()}
            ) compared GROUP BY 1, 2"""  # noqa: S608
        return self._compared(self._all(query, [self.account_id]))

    def save(self, run_id: int, now: datetime) -> None:
        """Write the posts, then their figures; a newer lifetime row takes the mark `latest` from the older."""
        names = ", ".join(("key", *DESCRIBED))
        one_each = f"AND s.row_no IN (SELECT MIN(row_no) FROM {self.table} GROUP BY key)"  # noqa: S608
        first_rows = "" if self.basis == "lifetime" else one_each
        updates = ", ".join(f"{name} = excluded.{name}" for name in self.described)
        on_conflict = f"UPDATE SET {updates} WHERE {_differs('p', 'excluded', self.described)}"
        self._run(
            f"""INSERT INTO {POSTS} AS p (account_id, {names}, external_id, first_seen_at, first_run_id, status,
                explanation)
            SELECT %s, {names}, CASE WHEN key LIKE 'id:%%' THEN SUBSTR(key, 4) ELSE '' END, {self._moment()}, %s,
                'unmatched', ''
            FROM {self.table} s WHERE TRUE {first_rows}
            ON CONFLICT (account_id, key) DO {on_conflict if updates else "NOTHING"}""",  # noqa: S608
            [self.account_id, stored_moment(now), run_id],
        )
        # Always LEFT JOIN: SQLite would else begin with the large table and look through the staged rows for each.
        joined = f"{self.table} s LEFT JOIN {POSTS} p ON p.account_id = %s AND p.key = s.key"
        if self.basis == "lifetime":
            self._run(
                f"""UPDATE {POST_DAYS} SET latest = FALSE WHERE id IN (
                    SELECT d.id FROM {joined}
                    LEFT JOIN {POST_DAYS} d ON d.post_id = p.id AND d.latest AND d.day < s.day
                    WHERE {_differs("s", "d", self.figures)})""",  # noqa: S608
                [self.account_id],
            )
            source = f"""{joined} LEFT JOIN {POST_DAYS} l ON l.post_id = p.id AND l.latest
                WHERE (l.id IS NULL OR l.day >= s.day)"""
            latest = "(l.id IS NULL OR l.day <= s.day)"
        else:
            source, latest = f"{joined} WHERE TRUE", "FALSE"
        updates = ", ".join(f"{name} = excluded.{name}" for name in (*self.figures, "run_id"))
        names = ", ".join(dict.fromkeys((*self.figures, "more")))
        figures = ", ".join(f"s.{name}" for name in dict.fromkeys((*self.figures, "more")))
        self._run(
            f"""INSERT INTO {POST_DAYS} AS d (account_id, post_id, basis, day, latest, {names}, run_id)
            SELECT %s, p.id, '{self.basis}', s.day, {latest}, {figures}, %s FROM {source}
            ON CONFLICT (post_id, basis, day) DO UPDATE SET {updates}
            WHERE {_differs("d", "excluded", self.figures)}""",  # noqa: S608
            [self.account_id, run_id, self.account_id],
        )

    def _moment(self) -> str:
        return "%s::timestamptz" if is_postgresql() else "%s"

    def sums(self) -> tuple[list[Any], list[Any]]:
        """Row count and column sums as staged, and as they stand afterwards: they must be equal."""

        sums = [name for name in self.figures if name != "more"]

        def totals(alias: str) -> str:
            # As floating point, so that no sum of large numbers overflows; weighted, so that no two columns swap.
            terms = [f"{place}.0 * COALESCE({alias}.{name}, 0)" for place, name in enumerate(sums, 2)]
            return f"COUNT({alias}.day), COALESCE(SUM({' + '.join(terms) or 0}), 0)"

        staged = self._all(f"SELECT {totals('s')} FROM {self.table} s")[0]  # noqa: S608
        standing = self._all(
            f"""SELECT {totals("d")} FROM {self.table} s LEFT JOIN {POSTS} p ON p.account_id = %s AND p.key = s.key
            LEFT JOIN {POST_DAYS} d ON {self._standing()}""",  # noqa: S608
            [self.account_id],
        )[0]
        return [float(value) for value in staged], [float(value) for value in standing]


class FigureStage(Stage):
    """Figures of an account by day, or split by place: narrow, one row per metric."""

    columns = (
        ("row_no", "integer"),
        ("day", "date"),
        ("key", "text"),
        ("metric_id", "bigint"),
        ("value", "numeric(26,6)"),
    )

    def __init__(self, account_id: int, today: date, basis: str, dimension: str = "") -> None:
        super().__init__(account_id, today)
        self.basis = basis
        self.dimension = dimension
        self.target = BREAKDOWNS if dimension else ACCOUNT_DAYS
        self.key = ("metric_id", "key") if basis == "lifetime" else ("day", "metric_id", "key")

    def _standing(self) -> tuple[str, list[Any]]:
        """SQL: the row d that a staged figure s is compared with."""
        on = "d.account_id = %s AND d.metric_id = s.metric_id"
        if self.basis == "day":
            on += " AND d.day = s.day"
        if not self.dimension:
            return on, [self.account_id]
        # The basis stands in the text, not as a parameter: the indexes are partial.
        on += f" AND d.key = s.key AND d.dimension = %s AND d.basis = '{self.basis}'"
        return on, [self.account_id, self.dimension]

    def compare(self) -> Comparison:
        """A row of the file is new if none of its figures stands, same if all stand with the same value."""
        on, params = self._standing()
        query = f"""
            SELECT state, day, COUNT(*) FROM (
                SELECT s.row_no, MIN(s.day) AS day, CASE WHEN COUNT(d.id) = 0 THEN 'new'
                    WHEN COUNT(*) = SUM(CASE WHEN d.value = s.value THEN 1 ELSE 0 END) THEN 'same'
                    ELSE 'changed' END AS state
                FROM {self.table} s LEFT JOIN {self.target} d ON {on} GROUP BY s.row_no
            ) compared GROUP BY 1, 2"""  # noqa: S608
        return self._compared(self._all(query, params))

    def save(self, run_id: int, now: datetime) -> None:
        """Write new and changed figures. Runs in the caller's transaction."""
        if not self.dimension:
            self._run(
                f"""INSERT INTO {self.target} AS d (account_id, day, metric_id, value, run_id)
                SELECT %s, day, metric_id, value, %s FROM {self.table} WHERE TRUE
                ON CONFLICT (account_id, day, metric_id) DO UPDATE SET value = excluded.value, run_id = excluded.run_id
                WHERE d.value <> excluded.value""",  # noqa: S608
                [self.account_id, run_id],
            )
            return
        days = ", day" if self.basis == "day" else ""
        self._run(
            f"""INSERT INTO {self.target} AS d (account_id, basis, day, dimension, key, metric_id, value, run_id)
            SELECT %s, '{self.basis}', day, %s, key, metric_id, value, %s FROM {self.table} WHERE TRUE
            ON CONFLICT (account_id, dimension{days}, key, metric_id) WHERE basis = '{self.basis}'
            DO UPDATE SET value = excluded.value, day = excluded.day, run_id = excluded.run_id
            WHERE d.value <> excluded.value""",  # noqa: S608
            [self.account_id, self.dimension, run_id],
        )

    def sums(self) -> tuple[list[Any], list[Any]]:
        """Row count and sum as staged, and as they stand afterwards: they must be equal."""
        on, params = self._standing()
        # SQLite's SUM gives up where whole numbers overflow; its TOTAL adds floating point, in the order of the file.
        add = "SUM" if is_postgresql() else "TOTAL"
        staged = self._all(f"SELECT COUNT(*), COALESCE({add}(s.value), 0) FROM {self.table} s")[0]  # noqa: S608
        standing = self._all(
            f"SELECT COUNT(d.id), COALESCE({add}(d.value), 0) FROM {self.table} s LEFT JOIN {self.target} d ON {on}",  # noqa: S608
            params,
        )[0]
        return [round(float(value), 3) for value in staged], [round(float(value), 3) for value in standing]
