"""`manage.py import_metrics FILE --account HANDLE`: import one export, all or nothing."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.public import PlatformAccount
from analytics.imports.profiles import profiles
from analytics.imports.services import Outcome, check_file, import_file
from governance.public import Refused


class Command(BaseCommand):
    """Reads, checks and saves a platform's export; exit 1 and nothing saved if any cell is refused."""

    help = "Import a platform's export of figures for one account, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--account", required=True, metavar="HANDLE")
        parser.add_argument("--profile", default="auto", choices=["auto", *profiles()])
        parser.add_argument("--dry-run", action="store_true", help="check and compare, save nothing")
        parser.add_argument("--json", action="store_true", help="answer as one JSON object, in English")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en") if options["json"] else nullcontext():
            outcome = self.outcome(options)
            if options["json"]:
                self.stdout.write(json.dumps(as_json(outcome), ensure_ascii=False))
            else:
                self.tell(outcome, dry_run=options["dry_run"])
        if not outcome.good:
            sys.exit(1)

    def outcome(self, options: dict[str, Any]) -> Outcome:
        """Check or import; an unknown account or a missing file is the caller's mistake."""
        account = PlatformAccount.objects.filter(handle=options["account"]).first()
        if account is None:
            raise CommandError(_("There is no account with the handle %(handle)s.") % {"handle": options["account"]})
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": path})
        try:
            if options["dry_run"]:
                return check_file(path, account=account, profile=options["profile"])
            return import_file(path, account=account, actor=None, source="command", profile=options["profile"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def tell(self, outcome: Outcome, *, dry_run: bool) -> None:
        """The same in words."""
        for error in outcome.error_rows():
            place = ", ".join(
                text
                for text in (
                    _("row %(row)s") % {"row": error["row"]} if error["row"] else "",
                    _("column %(column)s") % {"column": error["column"]} if error["column"] else "",
                    repr(error["value"]) if error["value"] else "",
                )
                if text
            )
            self.stderr.write(f"{place}: {error['message']}" if place else str(error["message"]))
        if not outcome.good:
            self.stderr.write(_("Nothing was saved."))
            return
        self.stdout.write(
            _("%(profile)s: %(rows)d rows, %(new)d new, %(changed)d changed, %(same)d same.")
            % {
                "profile": profiles()[outcome.profile].name,
                "rows": outcome.rows,
                "new": outcome.new,
                "changed": outcome.changed,
                "same": outcome.same,
            }
        )
        for note in outcome.notes:
            self.stdout.write(note)
        if outcome.unknown_columns:
            self.stdout.write(
                _("Columns that were not read: %(columns)s.") % {"columns": ", ".join(outcome.unknown_columns)}
            )
        if dry_run:
            self.stdout.write(_("This was a trial: nothing was saved."))


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The answer for scripts. Where anything was refused nothing was saved, so new, changed and same are 0."""
    saved = outcome.good
    return {
        "profile": outcome.profile or None,
        "rows": outcome.rows,
        "new": outcome.new if saved else 0,
        "changed": outcome.changed if saved else 0,
        "same": outcome.same if saved else 0,
        "errors": outcome.error_rows(),
        "error_count": outcome.bad,
        "unknown_columns": outcome.unknown_columns,
        "notes": outcome.notes,
    }
