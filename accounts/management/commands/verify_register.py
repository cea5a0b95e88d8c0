"""Checks a signed access register without the site, or the register of grants against the ledger."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from accounts.grants.register import compare_register
from accounts.grants.replay import Difference
from accounts.grants.signing import check, public_keys


class Command(BaseCommand):
    """With FILE no database is asked; without it the register in the database is held against a replay."""

    help = (
        "Checks a signed access register (FILE) and names every row that was changed; exit 1 if any. The key of the"
        " file must be given (--public-key) or be one of this site's. Without FILE: whether the register of grants in"
        " the database is what the ledger tells."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--public-key", help="base64, as the page Operations of the site prints it")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = (
            _of_file(options["file"], options["public_key"])
            if options["file"]
            else [_in_words(row) for row in compare_register()]
        )
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not faults, "faults": faults}, ensure_ascii=False))
        else:
            for fault in faults:
                self.stdout.write(" ".join(str(part) for part in fault.values() if part))
            self.stdout.write("Nothing was changed." if not faults else f"{len(faults)} faults.")
        if faults:
            raise SystemExit(1)


def _of_file(path: Path, public_key: str | None) -> list[dict[str, Any]]:
    try:
        file = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise CommandError(f"{path} cannot be read as JSON: {error}") from error
    if public_key:
        known = {"given": public_key}
    else:
        try:
            known = public_keys()
        except ImproperlyConfigured as error:
            raise CommandError("No key to check against. Give --public-key, as Operations prints it.") from error
    return [
        {"section": fault.section, "row": fault.row, "fault": fault.sentence} for fault in check(file, known)
    ]  # fmt: skip


def _in_words(row: Difference) -> dict[str, Any]:
    grant = row.grant
    name = f"person {grant.person_id}, role {grant.role}, account {grant.account_id or '-'}, {grant.begins_at}"
    if row.missing_in:
        return {"grant": name, "fault": f"is missing in the {row.missing_in}"}
    return {"grant": name, "fault": f"differs from the ledger in {', '.join(row.fields)}"}
