"""`manage.py verify_draw FILE [BEFORE]`: recompute a draw from its published file, without a database (R-057)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.draws.verifying import LARGEST_FILE, told_by, verify


class Command(BaseCommand):
    help = "Recomputes a prize draw from its published file, and names what was changed; exit 1 if anything was."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the file that was published")
        parser.add_argument("before", nargs="?", help="the file that was published before the draw")

    def handle(self, *args: Any, **options: Any) -> None:
        files = [self._read(name) for name in (options["file"], options["before"]) if name]
        faults = verify(*files)
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError("The file does not hold. / 文件未通过核对。")
        self.stdout.write(told_by(*files))

    def _read(self, name: str) -> bytes:
        """The bytes of a file; raises CommandError with a sentence."""
        try:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise CommandError(f"The file {name} cannot be read: {error.strerror}.") from error
        if len(data) > LARGEST_FILE:
            raise CommandError(f"The file {name} is larger than any draw.")
        return data
