import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.operations.setup import count_administrators, create_administrator, seed_floors
from governance.refusals.exceptions import Refused


class Command(BaseCommand):
    """Rule books, roles, calendars, and a first administrator; may run again and again."""

    help = (
        "Loads rule books, roles and calendars and makes a first administrator. Runs again without harm. "
        "With --no-input the administrator's password comes from ADMIN_PASSWORD in the environment."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--admin-username", default=os.environ.get("ADMIN_USERNAME", ""))
        parser.add_argument("--admin-email", default=os.environ.get("ADMIN_EMAIL", ""))
        parser.add_argument(
            "--second-administrator", action="store_true", help="make one more, while there is one alone"
        )
        parser.add_argument("--no-input", action="store_false", dest="interactive", help="ask nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        floors = seed_floors()
        if options["verbosity"]:
            self.stdout.write(f"Rule books, roles and calendars are in place ({', '.join(floors)}).")
        second = options["second_administrator"]
        if (count_administrators() and not second) or not options["verbosity"]:
            return
        username, email = options["admin_username"], options["admin_email"]
        password = os.environ.get("ADMIN_PASSWORD", "")
        if options["interactive"] and sys.stdin.isatty():
            username = username or input("Login name of the administrator: ").strip()
            email = email or input("Mail address: ").strip()
            password = password or self.ask_password()
        if not (username and password):
            self.stdout.write(
                "No administrator was made, so nobody can log in yet. Run `python -m governance.launcher setup` at a "
                "terminal, or set ADMIN_USERNAME and ADMIN_PASSWORD and start the site again."
            )
            return
        try:
            create_administrator(username, email, password, second=second)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"The administrator {username} can log in.")

    def ask_password(self) -> str:
        """Twice the same, or not at all."""
        first = getpass.getpass("Password (12 characters or more): ")
        if first != getpass.getpass("Once more: "):
            raise CommandError("The two passwords differ. Run the command again.")
        return first
