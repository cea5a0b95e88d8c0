"""`manage.py sync_people FILE [--departments FILE]`: bring people and departments up to date, all or nothing."""

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

from accounts.directory.services import Outcome, check_directory, sync_directory
from governance.public import Refused


class Command(BaseCommand):
    """Compares the directory of the company with the people here; exit 1 and nothing saved if anything is refused."""

    help = "Bring people and departments up to date from files, all or nothing. Nobody is closed but who has left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--departments", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="compare only, save nothing")
        parser.add_argument("--yes", action="store_true", help="unusually many closings are meant")
        parser.add_argument("--json", action="store_true", help="answer as one JSON object, in English")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en") if options["json"] else nullcontext():
            outcome = self.outcome(options)
            if options["json"]:
                self.stdout.write(json.dumps(outcome.as_dict(), ensure_ascii=False))
            else:
                self.tell(outcome)
        if not outcome.good:
            sys.exit(1)

    def outcome(self, options: dict[str, Any]) -> Outcome:
        """Compare or save; a missing file is the caller's mistake."""
        people, departments = options["file"], options["departments"]
        for path in (people, departments):
            if path is not None and not path.is_file():
                raise CommandError(_("There is no file %(path)s.") % {"path": path})
        try:
            if options["dry_run"]:
                return check_directory(people, departments, actor=None)
            return sync_directory(people, departments, actor=None, yes=options["yes"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def tell(self, outcome: Outcome) -> None:
        """The same in words."""
        for error in outcome.errors:
            place = [_("row %(row)s") % {"row": error["row"]}] if error["row"] else []
            place += [_("column %(column)s") % {"column": error["column"]}] if error["column"] else []
            self.stderr.write(f"{', '.join(place)}: {error['message']}" if place else str(error["message"]))
        if not outcome.good:
            self.stderr.write(_("Nothing was saved."))
            return
        self.stdout.write(
            _("%(rows)d rows: %(new)d new, %(changed)d changed, %(same)d same, %(left)d left.")
            % {
                "rows": outcome.rows,
                "new": outcome.new,
                "changed": outcome.changed,
                "same": outcome.same,
                "left": len(outcome.left),
            }
        )
        if outcome.gone:
            words = _("%(count)d people are missing from the file; they were not closed.")
            self.stdout.write(words % {"count": len(outcome.gone)})
        for row in outcome.held_back:
            self.stdout.write(row["message"])
        if not outcome.saved:
            self.stdout.write(_("This was a trial: nothing was saved."))
