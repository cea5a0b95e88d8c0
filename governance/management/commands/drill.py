import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from psycopg import sql

from governance.operations.backup import make_backup
from governance.operations.services import mark
from governance.refusals.exceptions import Refused


class Command(BaseCommand):
    """Backup under load and restore in an empty place, in one rehearsal."""

    help = "Backs up while something writes, restores beside, compares every table, verifies ledger and credential."

    def handle(self, *args: Any, **options: Any) -> None:
        with tempfile.TemporaryDirectory(prefix="governance-drill-") as name:
            place = Path(name)
            if not connection.introspection.table_names():
                self.rehearse_on_trial_company(place)
                return
            with writing():
                try:
                    manifest = make_backup(place / "backup", rehearsal=True)
                except Refused as refusal:
                    raise CommandError(str(refusal)) from refusal
            self.stdout.write(f"Backup made under load: {len(manifest['tables'])} tables.")
            with self.empty_place(place / "restored") as env:
                self.manage(env, "restore", str(place / "backup"))
                self.manage(env, "restore", str(place / "backup"), refused=True)
            self.stdout.write("A second restore into the same place was refused, as it must be.")
        mark("drill")
        self.stdout.write("The rehearsal went well.")

    def rehearse_on_trial_company(self, place: Path) -> None:
        """With nothing to save yet, the rehearsal makes a trial company of its own."""
        self.stdout.write("No data yet: rehearsing on a trial company in a temporary folder.")
        env = {**os.environ, "DATA_DIR": str(place / "trial"), "DATABASE_URL": "", "DEBUG": "1"}
        self.manage(env, "prepare")
        self.manage(env, "drill")

    @contextmanager
    def empty_place(self, folder: Path) -> Iterator[dict[str, str]]:
        """Environment of an empty machine: new folder, new database, the same keys brought separately."""
        env = {
            **os.environ,
            "DATA_DIR": str(folder),
            "VAULT_KEYS": ",".join(settings.VAULT_KEYS),
            "LEDGER_CHECKPOINT_FILE": str(folder / "seals.jsonl"),
        }
        if connection.vendor == "sqlite":
            yield {**env, "DATABASE_URL": ""}
            return
        known = connection.get_connection_params()
        name = f"{known['dbname']}_drill_{os.getpid()}"
        with psycopg.connect(
            host=known.get("host"),
            port=known.get("port"),
            user=known.get("user"),
            password=known.get("password"),
            dbname="postgres",
            autocommit=True,
        ) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            try:
                base, _slash, rest = settings.DATABASE_URL.rpartition("/")
                _old, mark_, query = rest.partition("?")
                yield {**env, "DATABASE_URL": f"{base}/{name}{mark_}{query}"}
            finally:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def manage(self, env: dict[str, str], *arguments: str, refused: bool = False) -> None:
        """manage.py in that environment; shows what it says. `refused`: it must say no, in a sentence."""
        done = subprocess.run(  # noqa: S603
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        said = (done.stdout + done.stderr).rstrip()
        if refused:
            if not (done.returncode and done.stderr.startswith("CommandError")):
                raise CommandError(f"manage.py {arguments[0]} was not refused:\n{said}")
            return
        if done.returncode:
            raise CommandError(f"manage.py {arguments[0]} failed:\n{said}")
        self.stdout.write(done.stdout.rstrip())


@contextmanager
def writing() -> Iterator[None]:
    """Something writes all the while, as on a working day."""
    stop = threading.Event()

    def write() -> None:
        try:
            while not stop.wait(0.01):
                mark("load")
        finally:
            connection.close()

    writer = threading.Thread(target=write, name="load")
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()
