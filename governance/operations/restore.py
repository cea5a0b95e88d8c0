"""Putting a backup back, into an empty place only."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from governance.operations.backup import DUMPS, FORMAT, MANIFEST, postgresql_environment, require_program, run
from governance.operations.fingerprint import file_hash, files_of, postgresql_tables, sqlite_tables
from governance.refusals.exceptions import Refused


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a whole, undamaged backup that fits this database."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(_("%(folder)s holds no complete backup.") % {"folder": folder}) from error
    if manifest["format"] != FORMAT:
        raise Refused(_("This backup was written by another version. Restore it with the version that made it."))
    if manifest["engine"] != connection.vendor:
        raise Refused(
            _("This backup is of %(engine)s. Set DATABASE_URL to an empty database of that kind.")
            % {"engine": manifest["engine"]}
        )
    for name, expected in manifest["dump"].items():
        if not (folder / name).is_file() or file_hash(folder / name) != expected:
            raise Refused(_("%(name)s is missing or damaged. Take another backup.") % {"name": name})
    if files_of(folder / "media") != manifest["media"]:
        raise Refused(_("The media of this backup are missing or damaged. Take another backup."))
    return manifest


def require_empty() -> None:
    """Neither tables nor files where the backup is to go."""
    media = Path(settings.MEDIA_ROOT)
    if connection.introspection.table_names():
        raise Refused(_("The database is not empty. Restore into a new one; nothing was changed."))
    if media.is_dir() and any(media.iterdir()):
        raise Refused(_("%(folder)s is not empty. Restore into a new place; nothing was changed.") % {"folder": media})


def restore_backup(folder: Path) -> dict[str, Any]:
    """Put the backup back and compare every table and file with the manifest; returns it."""
    manifest = read_manifest(folder)
    require_empty()
    dump = folder / DUMPS[connection.vendor]
    connection.close()
    if connection.vendor == "sqlite":
        target = Path(settings.DATABASES["default"]["NAME"])
        for leftover in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
            leftover.unlink(missing_ok=True)
        shutil.copyfile(dump, target)
        target.chmod(0o600)
    else:
        env = postgresql_environment()
        program = require_program("pg_restore")
        options = [
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            "--clean",
            "--if-exists",
        ]
        run([program, *options, f"--dbname={env['PGDATABASE']}", str(dump)], env)
    if manifest["media"]:
        shutil.copytree(folder / "media", Path(settings.MEDIA_ROOT), dirs_exist_ok=True)
    different = differences(manifest)
    if different:
        raise Refused(_("Restored, but not as saved: %(names)s.") % {"names": ", ".join(different)})
    return manifest


def differences(manifest: dict[str, Any]) -> list[str]:
    """Tables and files that are not as the manifest says."""
    tables = tables_now()
    names = sorted(tables.keys() | manifest["tables"].keys())
    wrong = [name for name in names if tables.get(name) != manifest["tables"].get(name)]
    files = files_of(Path(settings.MEDIA_ROOT))
    return wrong + [name for name, expected in manifest["media"].items() if files.get(name) != expected]


def tables_now() -> dict[str, str]:
    """Hashes of the tables of the configured database."""
    if connection.vendor == "sqlite":
        connection.close()
        return sqlite_tables(Path(settings.DATABASES["default"]["NAME"]))
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        return postgresql_tables(cursor)
