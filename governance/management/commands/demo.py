"""manage.py demo: the demo company, into an empty database, in DEBUG only."""

import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from governance.demonstration.rules import DEMO_PASSWORD, LOGINS
from governance.demonstration.services import fill_demo
from governance.refusals.exceptions import Refused


class Command(BaseCommand):
    help = "Fill an empty database with the demo company; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=int, default=1, help="multiplies messages and figures")
        parser.add_argument("--seed", type=int, default=20260101, help="another seed, another company")
        parser.add_argument("--until", type=date.fromisoformat, default=None, help="last day, YYYY-MM-DD (today)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = fill_demo(scale=options["scale"], seed=options["seed"], until=options["until"])
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(1)
        if not new:
            self.stdout.write(_("The demo company is here already; nothing was changed."))
            return
        self.stdout.write(_("The demo company is ready. Every login below has the password %s") % DEMO_PASSWORD)
        self.stdout.write(" ".join(person.username for person in LOGINS))
