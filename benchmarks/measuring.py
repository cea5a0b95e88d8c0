"""Timing, counting statements, and printing one JSON line a figure, in the form that the peers' scripts use."""

from __future__ import annotations

import gc
import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

# The share of the rows that a subject lays down: 1 for the real figures, less for a trial.
SHARE = float(os.environ.get("BENCH_ROWS", "1"))
# On a machine that others use as well, BENCH_CLOCK=cpu counts the work of this process alone: ours and, on SQLite,
# the database's, but no waiting for the disk.
clock = time.process_time if os.environ.get("BENCH_CLOCK") == "cpu" else time.perf_counter
NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


def rows(count: int) -> int:
    """So many rows, or a tenth of them in a quick run."""
    return max(10, int(count * SHARE))


def resident_mb() -> float:
    """Peak resident memory of this process so far, in MB."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def median(
    call: Callable[[], Any],
    *,
    runs: int = 3,
    per: int = 1,
    scale: float = 1e3,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """The median of `runs` calls, in seconds of `clock` times `scale`, divided by `per`."""
    taken = []
    for _run in range(runs):
        gc.collect()
        start = clock()
        call()
        taken.append((clock() - start) / per)
    return statistics.median(taken) * scale


def statements(call: Callable[[], Any]) -> int:
    """How many SQL statements the call sends, without BEGIN, SAVEPOINT and COMMIT."""
    count = 0

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += not sql.lstrip()[:9].upper().startswith(NOT_COUNTED)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        call()
    return count


def analyze() -> None:
    """Let the planner know the rows, as the database does by itself within a minute (PostgreSQL with a vacuum)."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


@dataclass(frozen=True)
class Bench:
    """Where the lines go to."""

    database: str

    def line(self, item: int, name: str, median: float, unit: str, *, target: str, **more: Any) -> None:
        """Print one figure: ours, with the limit measured in the same run where there is one."""
        line = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S"),
            "item": item,
            "name": name,
            "db": self.database,
            "role": "ours",
            "median": round(median, 5),
            "unit": unit,
            "target": target,
            "load1": round(os.getloadavg()[0], 2),
            **{key: round(value, 5) if isinstance(value, float) else value for key, value in more.items()},
        }
        print(json.dumps(line), flush=True)
