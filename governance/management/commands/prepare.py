from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection

from governance.demonstration.rules import DEMO_PASSWORD, LOGINS

CARD = "Logins of the trial run, each with the password {password}:\n  {logins}\n"


class Command(BaseCommand):
    """What stands before serving: translations, tables, static files, rule books, and a company to try."""

    help = "Makes everything ready to serve; a second run finds little to do."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_false", dest="demo", help="leave the database without people")
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--files-only", action="store_true", help="translations and static files, no database")
        only.add_argument("--tables-only", action="store_true", help="the database, no files")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["tables_only"]:
            self.make_files()
        if not options["files_only"]:
            self.fill_tables(options["demo"])

    def make_files(self) -> None:
        """Translations, what pages need out of packages, and outside a trial run all of it gathered."""
        call_command("compile_translations")
        if "build_static" in get_commands():
            call_command("build_static")
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)

    def fill_tables(self, demo: bool) -> None:
        """Tables and their first rows; in a trial run the demo company, elsewhere the deployment check."""
        if not connection.introspection.table_names():
            self.stdout.write("Making the tables; this happens once and takes about a minute.")
        call_command("migrate", interactive=False, verbosity=0)
        trial = settings.DEBUG and demo and not settings.DATABASE_URL
        call_command("setup", interactive=False, verbosity=0 if trial else 1)
        if trial:
            self.fill_demo()
        if not settings.DEBUG:
            call_command("check", deploy=True, fail_level="ERROR")

    def fill_demo(self) -> None:
        """The demo company, on an empty database of a trial run only."""
        people = get_user_model().objects
        if not people.exists():
            self.stdout.write("Filling the demo company; this happens once and takes a few minutes.")
            call_command("demo", stdout=StringIO())  # the card below says what it would print
        known = [login.username for login in LOGINS if people.filter(username=login.username).exists()]
        card = settings.DATA_DIR / "logins.txt"
        if known:
            card.write_text(CARD.format(password=DEMO_PASSWORD, logins=" ".join(known)))
        else:
            card.unlink(missing_ok=True)
