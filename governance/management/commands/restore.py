from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.ledger.services import verify
from governance.operations.after_restore import run_checks
from governance.operations.restore import restore_backup
from governance.refusals.exceptions import Refused


class Command(BaseCommand):
    """A backup put back into an empty place, compared, and its ledger verified."""

    help = "Restores a backup into an empty database and media folder, compares every table, verifies the ledger."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore_backup(options["folder"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        found = verify(outside=[manifest["seal"]] if manifest["seal"] else [])
        if not found.ok:
            raise CommandError(f"Restored, but the ledger does not hold: {found.reason}")
        try:
            for sentence in run_checks():
                self.stdout.write(sentence)
        except Refused as refusal:
            raise CommandError(f"Restored, but: {refusal}") from refusal
        self.stdout.write(
            f"Restored the backup of {manifest['made_at']}: {len(manifest['tables'])} tables and "
            f"{len(manifest['media'])} files as saved, {found.entries} ledger entries verified."
        )
