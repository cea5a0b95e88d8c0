"""manage.py demo: the demo company, into an empty database, in DEBUG only."""

import base64
import secrets
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from governance.demonstration.rules import DEMO_PASSWORD, LOGINS
from governance.demonstration.services import fill_demo
from governance.launcher import secret_file
from governance.processes import search_garbage_rarely
from governance.refusals.exceptions import Refused


def keep_trial_key() -> None:
    """A trial run without the launcher gets a vault key too; a company brings its own (VAULT_KEYS)."""
    if settings.DEBUG and not settings.VAULT_KEYS:
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        settings.VAULT_KEYS = [secret_file(settings.VAULT_KEY_FILE, f"first:{key}")]


class Command(BaseCommand):
    help = "Fill an empty database with the demo company; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=int, default=1, help="multiplies messages and figures")
        parser.add_argument("--seed", type=int, default=20260101, help="another seed, another company")
        parser.add_argument("--until", type=date.fromisoformat, default=None, help="last day, YYYY-MM-DD (today)")

    def handle(self, *args: Any, **options: Any) -> None:
        keep_trial_key()
        search_garbage_rarely()
        try:
            new = fill_demo(
                scale=options["scale"], seed=options["seed"], until=options["until"], say=self.stderr.write
            )
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(1)
        if not new:
            self.stdout.write(_("The demo company is here already; nothing was changed."))
            return
        self.stdout.write(_("The demo company is ready. Every login below has the password %s") % DEMO_PASSWORD)
        self.stdout.write(" ".join(person.username for person in LOGINS))
