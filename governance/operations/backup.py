"""A consistent copy of database, media and the newest seal, made while the site runs.

SQLite through its backup interface (a copied file lacks what still lies in the WAL); PostgreSQL by pg_dump
in an exported snapshot, in which the tables are hashed too. The keys of the vault are not in it: whoever
holds a backup must not hold the keys.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.ledger.checkpoint import read_checkpoint, write_checkpoint
from governance.operations.fingerprint import file_hash, files_of, postgresql_tables, sqlite_tables
from governance.operations.services import mark
from governance.refusals.exceptions import Refused

MANIFEST = "manifest.json"
FORMAT = 1
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def make_backup(folder: Path, *, rehearsal: bool = False, at: datetime | None = None) -> dict[str, Any]:
    """Write a backup into a folder that is new or empty; returns its manifest.

    That of a `rehearsal` is thrown away, so that it does not count as one that is there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(_("%(folder)s is not empty. Name a folder for this backup alone.") % {"folder": folder})
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = at or timezone.now()
    write_checkpoint()
    outside = read_checkpoint()
    dump = folder / DUMPS[connection.vendor]
    tables = dump_sqlite(dump) if connection.vendor == "sqlite" else dump_postgresql(dump)
    dump.chmod(0o600)
    # After the database: a file that a row of it names is there already, a newer one does no harm.
    media = copy_media(folder / "media")
    manifest = {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "dump": {dump.name: file_hash(dump)},
        "tables": tables,
        "media": media,
        "seal": outside,
    }
    # Written last and flushed: a folder without it is no backup.
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    if not rehearsal:
        mark("backup", at=now, detail={"bytes": dump.stat().st_size, "files": len(media)})
    return manifest


def dump_sqlite(target: Path) -> dict[str, str]:
    """Every committed row, whatever writes meanwhile; the copy is one plain file without a WAL."""
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return sqlite_tables(target)


def postgresql_environment() -> dict[str, str]:
    """Connection details for PostgreSQL's own programs, in variables: arguments are seen by everybody."""
    parameters = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    found = {variable: str(parameters[name]) for name, variable in names.items() if parameters.get(name)}
    return {**os.environ, **found}


def dump_postgresql(target: Path) -> dict[str, str]:
    """pg_dump in the very snapshot in which the tables are hashed."""
    program = require_program("pg_dump")
    env = postgresql_environment()
    conninfo = connection.get_connection_params()
    with psycopg.connect(
        host=conninfo.get("host"),
        port=conninfo.get("port"),
        user=conninfo.get("user"),
        password=conninfo.get("password"),
        dbname=conninfo["dbname"],
    ) as snapshot:
        snapshot.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot.read_only = True
        with snapshot.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            row = cursor.fetchone()
            name = row[0] if row else ""
            command = [program, "--format=custom", "--no-owner", "--no-privileges", "--schema=public"]
            run([*command, f"--snapshot={name}", f"--file={target}"], env)
            return postgresql_tables(cursor)


def require_program(name: str) -> str:
    """The path of a program of PostgreSQL, or a sentence about where it comes from."""
    path = shutil.which(name)
    if path is None:
        raise Refused(_("%(name)s is not here. Install PostgreSQL's client programs.") % {"name": name})
    return path


def run(command: list[str], env: dict[str, str]) -> None:
    """Run a program of PostgreSQL; its own words are the refusal where it fails."""
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refused(done.stderr.strip()[-2000:])


def copy_media(target: Path) -> dict[str, str]:
    """Uploaded files; those of an S3 bucket are the bucket's to keep (versioning)."""
    source = Path(settings.MEDIA_ROOT)
    target.mkdir(mode=0o700)
    if source.is_dir() and not settings.S3_BUCKET:
        shutil.copytree(source, target, dirs_exist_ok=True)
    return files_of(target)
