import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.public import PlatformAccount
from governance.public import Refused
from interactions.importing.services import import_messages


class Command(BaseCommand):
    """Comments and direct messages from a file; exit 1 and nothing saved if any row is wrong."""

    help = "Takes in a CSV or XLSX file of comments or direct messages, all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--account", required=True, metavar="HANDLE")
        parser.add_argument("--json", action="store_true", help="print counts and errors as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        account = PlatformAccount.objects.filter(handle=options["account"]).first()
        if account is None:
            raise CommandError(f"There is no account {options['account']}.")
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            result = import_messages(options["file"], account, actor=None)
        except Refused as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict(), ensure_ascii=False))
        else:
            self.stdout.write(
                f"{result.rows} rows: {result.new} new, {result.changed} changed, {result.same} known already."
            )
            for error in result.errors:
                self.stdout.write(f"row {error['row']}, {error['column']}: {error['message']}")
        if not result.good:
            raise SystemExit(1)
