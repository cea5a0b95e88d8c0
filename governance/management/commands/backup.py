from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.operations.backup import make_backup
from governance.refusals.exceptions import Refused


class Command(BaseCommand):
    """A backup into a folder of its own, while the site runs."""

    help = "Writes a consistent backup of database, media and the newest seal into a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = make_backup(options["folder"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Backup written to {options['folder']}: {len(manifest['tables'])} tables, "
            f"{len(manifest['media'])} files. The keys of the vault are not in it; keep them apart."
        )
