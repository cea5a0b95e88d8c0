"""python -m benchmarks [--only NAME …] [--quick]: every subject on every database, then one table."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

SUBJECTS = (
    "worktime", "access", "custody", "grants", "directory", "review", "calendar", "queue", "message_import",
    "metric_import", "monthly_report", "reminders", "media",
)  # fmt: skip
# A name for this run alone: two runs on one server must not take each other's database away.
DATABASE = f"governance_bench_{os.getpid()}"
BOUND_SECONDS = 1800


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="*", choices=SUBJECTS, default=SUBJECTS)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows: does everything run?")
    options = parser.parse_args()
    server = os.environ.get("BENCH_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    lines: list[dict[str, Any]] = []
    failed = False
    for database, url in [("sqlite", ""), *([("postgres", server)] if server else [])]:
        for subject in options.only:
            found, ended_well = run_subject(subject, database, url, quick=options.quick)
            lines += found
            failed |= not ended_well
    print_table(lines)
    if results := os.environ.get("PEER_RESULTS"):
        with Path(results).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    return int(failed)


def run_subject(subject: str, database: str, url: str, *, quick: bool) -> tuple[list[dict[str, Any]], bool]:
    """One subject in a process and a database of its own; its lines, and whether it ended well."""
    with tempfile.TemporaryDirectory(prefix="governance-bench-") as folder:
        environment = {
            **os.environ,
            "DEBUG": "0",
            "SECRET_KEY": secrets.token_hex(32),
            "ALLOWED_HOSTS": "testserver",
            "SECURE_SSL_REDIRECT": "0",
            "DATA_DIR": folder,
            "LOG_LEVEL": "WARNING",
            "REDIS_URL": "",
            "EMAIL_URL": "dummymail://",
            "DATABASE_URL": fresh_database(url) if url else "",
            "BENCH_ROWS": "0.1" if quick else "1",
            "DJANGO_SETTINGS_MODULE": "governance.settings",
        }
        command = [sys.executable, "-m", "benchmarks.subject", subject, database]
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, text=True, timeout=BOUND_SECONDS, check=False
        )
    if done.returncode:
        print(f"{subject} on {database} ended with {done.returncode}", file=sys.stderr)
    if url:
        drop_database(url)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"at"')], not done.returncode


def fresh_database(url: str) -> str:
    """An empty database on the server of `url`, made anew; returns its address."""
    import psycopg

    drop_database(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{DATABASE}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}"))


def drop_database(url: str) -> None:
    """Leave nothing of a run behind: a report's five million rows are half a gigabyte."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')


def print_table(lines: list[dict[str, Any]]) -> None:
    """Ours, the limit, their ratio and the target, one line a figure."""
    print(
        f"{'what':52} {'database':9} {'ours':>10} {'limit':>10} {'ratio':>7} {'sql':>4} {'cpu':>7} {'unit':10} target"
    )
    for line in lines:
        limit = line.get("limit")
        ratio = f"{line['median'] / limit:.1f}" if limit else ""
        print(
            f"{line['name']:52} {line['db']:9} {line['median']:>10.4g} {limit or '':>10} {ratio:>7} "
            f"{line.get('sql', ''):>4} {round(line['cpu'], 1) if 'cpu' in line else '':>7} {line['unit']:10} "
            f"{line['target']}"
        )


if __name__ == "__main__":
    sys.exit(main())
