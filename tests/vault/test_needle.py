"""Secrets are found nowhere outside the vault: not in database, WAL, broker, logs, mails, pages, files or backup."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from governance.launcher import Child, broker, wait_for_broker
from governance.operations.backup import DUMPS
from tests.vault.needles import FATES
from tests.vault.search import found_in
from tests.vault.site import ROOT, kept_wal, own_site, run

pytestmark = [pytest.mark.long, pytest.mark.timeout(480)]
# What is meant to be seen: the search finds it, or it would find nothing at all.
VISIBLE = "visible-login-kept"


def make_needles() -> dict[str, str]:
    """A secret for each fate; the refused one lacks figures and symbols."""
    found = {fate: f"{secrets.token_hex(9)}+Qx7={secrets.token_hex(5)}" for fate in FATES}
    letters = "".join(secrets.choice("bcdfghjkmnpqrstvwxz") for _place in range(24))
    return {**found, "refused": letters}


def physical_files(env: dict[str, str], folder: Path) -> None:
    """The dump as text, and PostgreSQL's own files with the write-ahead log, where this process may read them."""
    with psycopg.connect(env["DATABASE_URL"], autocommit=True) as server:
        server.execute("CHECKPOINT")
        row = server.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    dump = folder / "backup" / DUMPS["postgresql"]
    subprocess.run(["pg_restore", f"--file={folder / 'backup.sql'}", str(dump)], check=True)
    place = Path(row[0])
    try:
        shutil.copytree(place / "base" / str(row[1]), folder / "base")
        shutil.copytree(place / "pg_wal", folder / "wal")
    except OSError as error:
        print(f"PostgreSQL's own files cannot be read here ({error}); the dump stands for them.")


def test_no_secret_is_found_outside_the_vault(tmp_path: Path, migrated_database: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    site.mkdir()
    elsewhere.mkdir()
    needles = make_needles()
    changes = {"LOG_LEVEL": "DEBUG", "ALLOWED_HOSTS": "testserver", "SECURE_SSL_REDIRECT": "0"}
    with own_site(site, migrated_database, **changes) as env, kept_wal(env):
        run(env, "manage.py", "prepare", "--files-only")
        post = broker(site, env)
        post.start(env, site / "broker.log")
        try:
            wait_for_broker(post, env["REDIS_URL"])
            told = walked(env, site, needles)
            celery = [sys.executable, "-m", "celery", "--app", "governance.celery", "worker", "--concurrency", "1"]
            worker = Child("worker", [*celery, "--loglevel", "DEBUG"], patience=10)
            worker.start(env, site / "worker.log")
            run(env, "manage.py", "sweep")
            run(env, "-m", "celery", "--app", "governance.celery", "call", "governance.notices.tasks.deliver")
            wait_for_mail(site / "mails")
            worker.ask_to_end()
            worker.stop()
        finally:
            post.kill()
        run(env, "manage.py", "backup", str(elsewhere / "backup"))
        report(env, elsewhere)
        if env["DATABASE_URL"]:
            physical_files(env, elsewhere)
        assert told["shown"], "the right people saw the secrets, once"
        assert told["leaks"] == []
        assert len(told["failed"]) >= 2, "with a broken ledger the pages failed"
        seen = found_in(tmp_path, VISIBLE)
        assert any("sqlite3-wal" in place or "base/" in place for place in seen), seen
        assert any("elsewhere/backup" in place for place in seen), seen
        assert {fate: found_in(tmp_path, needle) for fate, needle in needles.items()} == {fate: [] for fate in needles}


def report(env: dict[str, str], folder: Path) -> None:
    """Figures of two months, and their report as PDF and workbook."""
    lines = ["platform,account,post_id,published_at,views,likes,comments,shares"]
    lines += [f"douyin,douyin-main,7{month}1,2026-0{month}-03T10:00:00+08:00,1200,80,5,3" for month in (4, 5)]
    (folder / "figures.csv").write_text("\n".join(lines))
    run(env, "manage.py", "import_metrics", str(folder / "figures.csv"), "--account", "douyin-main")
    files = ("--pdf", str(folder / "report.pdf"), "--xlsx", str(folder / "report.xlsx"))
    run(env, "manage.py", "build_report", "--month", "2026-05", "--account", "douyin-main", *files)


def walked(env: dict[str, str], site: Path, needles: dict[str, str]) -> dict[str, list[str]]:
    """A day on the pages, every line of its log kept."""
    with (site / "web.log").open("wb") as log:
        done = subprocess.run(
            [sys.executable, "-m", "tests.vault.needles", "walk"], env=env, cwd=ROOT, input=json.dumps(needles),
            stdout=subprocess.PIPE, stderr=log, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, (site / "web.log").read_text(encoding="utf-8")[-3000:]
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def wait_for_mail(folder: Path) -> None:
    """Until the worker has delivered what the day brought, a minute at most."""
    until = time.monotonic() + 60
    while time.monotonic() < until and not any(folder.iterdir()):
        time.sleep(0.2)
    assert any(folder.iterdir()), "the worker delivered mails"
