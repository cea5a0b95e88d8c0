"""One hash per table: what backup and restore are compared by."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from psycopg import sql

# Volatile by nature: rewritten by use alone, and no loss.
SKIPPED = frozenset({"django_session"})


def _hash(rows: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for row in rows:
        total.update(len(row).to_bytes(4, "big"))
        total.update(row)
    return total.hexdigest()


def sqlite_tables(path: Path) -> dict[str, str]:
    """Hash of every table of an SQLite file, rows in the order of their text."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.text_factory = bytes
    try:
        names = [
            name.decode()
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            )
        ]
        found = {}
        for name in names:
            if name not in SKIPPED:
                quoted = '"' + name.replace('"', '""') + '"'
                rows = database.execute(f"SELECT * FROM {quoted}")  # noqa: S608
                found[name] = _hash(sorted(repr(row).encode() for row in rows))
        return found
    finally:
        database.close()


def postgresql_tables(cursor: Any) -> dict[str, str]:
    """Hash of every table of the schema `public`, as the transaction of `cursor` sees it (psycopg cursor)."""
    cursor.execute("SET TIME ZONE 'UTC'")  # the text of a moment depends on it
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    found = {}
    for (name,) in cursor.fetchall():
        if name not in SKIPPED:
            query = sql.SQL('COPY (SELECT t::text FROM {} t ORDER BY t::text COLLATE "C") TO STDOUT').format(
                sql.Identifier("public", name)
            )
            with cursor.copy(query) as copy:
                found[name] = _hash(bytes(block) for block in _lines(copy))
    return found


def _lines(blocks: Iterable[Any]) -> Iterable[bytes]:
    """Whole lines, however the driver cuts the stream."""
    rest = b""
    for block in blocks:
        *whole, rest = (rest + bytes(block)).split(b"\n")
        yield from whole
    if rest:
        yield rest


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(folder: Path) -> dict[str, str]:
    """Hash of every file below a folder, by its path in it."""
    if not folder.is_dir():
        return {}
    return {
        str(path.relative_to(folder)): file_hash(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
