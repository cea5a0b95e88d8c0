"""A site of its own for the proofs of the vault: a data folder, a database, keys, and processes that may be killed."""

from __future__ import annotations

import base64
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from tests import servers
from tests.migrated import migrated_template

ROOT = Path(__file__).resolve().parents[2]


def vault_key(name: str, byte: int) -> str:
    """A line of VAULT_KEYS."""
    return f"{name}:{base64.urlsafe_b64encode(bytes([byte]) * 32).decode()}"


@contextmanager
def own_site(folder: Path, migrated: Path, **changes: str) -> Iterator[dict[str, str]]:
    """The environment of a site in `folder`, with a copy of the `migrated` database.

    On PostgreSQL it is made like the template of the suite, and dropped afterwards.
    """
    mails = folder / "mails"
    mails.mkdir()
    env = {
        **os.environ,
        "DEBUG": "0",
        "HTTPS": "0",
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "governance.settings",
        "SECRET_KEY": "proof" * 12,
        "VAULT_KEYS": vault_key("first", 1),
        "EMAIL_URL": f"filemail:///{mails}",  # environ takes one slash away
        "DATABASE_URL": "",
        "REDIS_URL": "",
        **changes,
    }
    if settings.DATABASE_URL:
        address = StringIO()
        with redirect_stdout(address):
            servers.create(settings.DATABASE_URL, migrated_template(settings.DATABASE_URL))
        env["DATABASE_URL"] = address.getvalue().strip()
    try:
        if not env["DATABASE_URL"]:
            shutil.copy(migrated, folder / "governance.sqlite3")
        yield env
    finally:
        if env["DATABASE_URL"]:
            servers.drop(env["DATABASE_URL"])


def run(env: dict[str, str], *command: str) -> str:
    """What a Python process printed; raises CalledProcessError with its words where it fails."""
    done = subprocess.run([sys.executable, *command], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@contextmanager
def kept_wal(env: dict[str, str]) -> Iterator[None]:
    """Somebody reads all the while, so that SQLite's write-ahead log keeps whatever is written meanwhile."""
    if env["DATABASE_URL"]:
        yield
        return
    with closing(sqlite3.connect(Path(env["DATA_DIR"]) / "governance.sqlite3")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM accounts_user").fetchone()
        yield


def asked(env: dict[str, str], query: str) -> list[Any]:
    """The rows of a query, past every process of the site."""
    if env["DATABASE_URL"]:
        with psycopg.connect(env["DATABASE_URL"]) as server:
            return server.execute(query).fetchall()
    with closing(sqlite3.connect(Path(env["DATA_DIR"]) / "governance.sqlite3", timeout=20)) as file:
        return file.execute(query).fetchall()
