"""manage.py verify_ledger: exit 1 and the first broken entry."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from governance.ledger.checkpoint import read_checkpoints
from governance.ledger.services import verify


class Command(BaseCommand):
    help = "Seal what is open, then check every entry of the ledger against its seal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify(outside=read_checkpoints())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), ensure_ascii=False))
        elif found.ok:
            self.stdout.write(_("The ledger holds: %(entries)d entries, each as sealed.") % {"entries": found.entries})
        else:
            self.stdout.write(found.reason)
        if not found.ok:
            sys.exit(1)
