import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.face.catalogue import build, catalogue_file, render


class Command(BaseCommand):
    """Extracts the words of the source into the Chinese catalogue and joins the rooms' translations."""

    help = "Writes locale/zh_Hans/LC_MESSAGES/django.po; ends with 1 where a text has no Chinese."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, tell what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        catalogue, missing, quarrels = build()
        text = render(catalogue)
        target = catalogue_file()
        changed = not target.exists() or target.read_bytes() != text
        if changed and not options["check"]:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
        for line in quarrels:
            self.stderr.write(f"disagreement: {line}")
        for line in missing:
            self.stderr.write(f"no Chinese: {line}")
        self.stdout.write(f"{len(catalogue)} texts, {len(missing)} without Chinese")
        if missing or (changed and options["check"]):
            raise CommandError("The catalogue is not complete; add the texts to locale/zh_Hans/parts.")
