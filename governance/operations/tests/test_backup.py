"""A backup is whole or refused, and is never laid over something."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from governance.operations import after_restore, restore
from governance.operations.after_restore import register_restore_check, run_checks
from governance.operations.backup import make_backup
from governance.operations.fingerprint import sqlite_tables
from governance.operations.models import Heartbeat
from governance.operations.restore import differences, read_manifest, restore_backup
from governance.operations.services import mark
from governance.refusals.exceptions import Refused


@pytest.fixture
def backup(transactional_db: None, tmp_path: Path, settings) -> Path:
    """A backup of the test database with one upload."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.LEDGER_CHECKPOINT_FILE = tmp_path / "seals.jsonl"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "cover.png").write_bytes(b"picture")
    mark("beat")
    make_backup(tmp_path / "backup")
    return tmp_path / "backup"


def test_a_backup_is_written_down_with_a_hash_of_every_table_and_file(backup: Path) -> None:
    manifest = read_manifest(backup)
    assert manifest["engine"] == connection.vendor
    assert set(manifest["tables"]) >= {"governance_heartbeat", "governance_ledgerentry", "accounts_user"}
    assert list(manifest["media"]) == ["cover.png"]
    assert Heartbeat.objects.filter(name="backup").exists()


def test_a_changed_row_and_a_changed_file_are_named(backup: Path, settings, monkeypatch) -> None:
    manifest = read_manifest(backup)
    (settings.MEDIA_ROOT / "cover.png").write_bytes(b"other")
    changed = {**manifest["tables"], "accounts_user": "0"}
    monkeypatch.setattr(restore, "tables_now", lambda: changed)
    assert differences(manifest) == ["accounts_user", "cover.png"]


def test_a_folder_with_something_in_it_takes_no_backup(backup: Path) -> None:
    with pytest.raises(Refused):
        make_backup(backup)


def test_a_database_with_tables_takes_no_restore(backup: Path) -> None:
    with pytest.raises(Refused):
        restore_backup(backup)
    assert Heartbeat.objects.filter(name="beat").exists()


@pytest.mark.parametrize("damage", ["manifest", "dump", "media", "format", "engine"])
def test_a_damaged_backup_is_refused(backup: Path, damage: str) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    if damage == "manifest":
        (backup / "manifest.json").write_text("{")
    elif damage == "dump":
        with (backup / next(iter(manifest["dump"]))).open("ab") as file:
            file.write(b"x")
    elif damage == "media":
        (backup / "media" / "cover.png").unlink()
    else:
        (backup / "manifest.json").write_text(json.dumps({**manifest, damage: "other"}))
    with pytest.raises(Refused):
        read_manifest(backup)


def test_the_same_rows_in_another_order_have_the_same_hash(tmp_path: Path) -> None:
    for name, values in (("one", (1, 2)), ("two", (2, 1))):
        with sqlite3.connect(tmp_path / name) as database:
            database.execute("CREATE TABLE t (v)")
            database.executemany("INSERT INTO t VALUES (?)", [(value,) for value in values])
    assert sqlite_tables(tmp_path / "one") == sqlite_tables(tmp_path / "two")


def test_rooms_try_their_own_things_after_a_restore(monkeypatch) -> None:
    monkeypatch.setattr(after_restore, "_checks", {})
    register_restore_check("test", lambda: "tried")
    assert run_checks() == ["tried"]


def test_a_rehearsal_is_no_backup_that_is_there(transactional_db: None, tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT, settings.LEDGER_CHECKPOINT_FILE = tmp_path / "media", tmp_path / "seals.jsonl"
    make_backup(tmp_path / "backup", rehearsal=True)
    assert not Heartbeat.objects.filter(name="backup").exists()
