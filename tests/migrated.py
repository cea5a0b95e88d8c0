"""A database with every migration applied, made once for a state of the code: a file, or a template on PostgreSQL.

Applying them takes most of a minute of a processor, which every process of the suite, and every site of its own that
a test begins, would spend anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg.sql import SQL, Identifier, Literal

from governance.celery import FLOORS, ROOT
from tests.servers import named


def migrated_database(folder: Path) -> Path:
    """The file in `folder`, migrated now where the code has changed since; whoever comes meanwhile waits for it."""
    file = folder / f"{_state_of_the_code()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            for old in folder.glob("*.sqlite3"):
                old.unlink()
            _migrate(file)
    return file


def migrated_template(address: str) -> str:
    """The name of a database on the server of `address`, migrated now where the code has changed since.

    It bears the name of the test databases beside it, so `tests.servers drop` removes it with them.
    """
    name, state = f"test_{urlsplit(address).path.lstrip('/')}_migrated", _state_of_the_code()
    place = Identifier(name)
    with psycopg.connect(named(address, "postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])  # until the connection ends
        row = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if row is None or row[0] != state:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(place))
            server.execute(SQL("CREATE DATABASE {}").format(place))
            with tempfile.TemporaryDirectory() as data:
                _run_migrations(named(address, name), data)
            server.execute(SQL("COMMENT ON DATABASE {} IS {}").format(place, Literal(state)))
    return name


def fill_from(file: Path) -> None:
    """Bring the empty database of this process to what the file holds."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as source:
        source.backup(connection.connection)
    MigrationLoader(connection)  # reading the migrations tells this process which tables are append-only


def _migrate(file: Path) -> None:
    with tempfile.TemporaryDirectory(dir=file.parent) as place:
        _run_migrations("", place)
        made = Path(place) / "governance.sqlite3"
        with closing(sqlite3.connect(made)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it in the one file
        made.rename(file)


def _run_migrations(database: str, data: str) -> None:
    env = {**os.environ, "DEBUG": "1", "DATABASE_URL": database, "DATA_DIR": data}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=env, cwd=ROOT, check=True)


def _state_of_the_code() -> str:
    """Migrations run code of the rooms (triggers, seeds), so all of it counts, and what is installed."""
    found = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "tests" not in path.parts:
                found.update(str(path.relative_to(ROOT)).encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:32]
