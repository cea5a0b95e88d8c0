"""manage.py verify_evidence: check an evidence pack; exit 1 and what was changed. Asks no database (R-034)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from content.evidence.verifying import main


class Command(BaseCommand):
    """Check a file against its own hashes."""

    help = "Check an evidence pack (JSON or PDF) and name what was changed."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        if code := main([options["file"]]):
            raise SystemExit(code)
