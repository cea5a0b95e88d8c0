"""manage.py sweep [--now ISO] [--json]: what beat does, once."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.deadlines.sweep import sweep


class Command(BaseCommand):
    """Ring what is due and run what the rooms registered; safe to run at any time, and twice."""

    help = "Rings due rungs, opens duty instances, expires grants: what beat does, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", help="as if it were this moment (ISO 8601)")
        parser.add_argument("--json", action="store_true", help="counts as JSON only")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = sweep(moment(options["now"]) if options["now"] else timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            for name, count in counts.items():
                self.stdout.write(f"{name}: {count}")
        if counts.get("failed"):
            raise CommandError(f"failed: {', '.join(counts['failed'])}; the log has the reasons", returncode=1)


def moment(text: str) -> datetime:
    """A moment from the command line; without an offset in the zone of the site."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not a moment in ISO 8601, such as 2026-09-18T17:40+08:00") from error
    return at if timezone.is_aware(at) else timezone.make_aware(at)
