"""`manage.py board`: every requirement and clause with its status."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from governance.board.rules import STATUS
from governance.board.services import board_at


class Command(BaseCommand):
    """Measures now, or as of the end of a day; writes nothing."""

    help = "Measure every requirement and clause. --json for scripts, --at DATE for the end of a past day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--at", metavar="DATE")

    def handle(self, *args: Any, **options: Any) -> None:
        board = board_at(_moment(options["at"]))
        if options["json"]:
            self.stdout.write(json.dumps(board, ensure_ascii=False))
            return
        for row in board["requirements"]:
            shown = "" if row["value"] is None else f"{row['value']:g}"
            self.stdout.write(f"{row['code']}  {STATUS[row['status']].label}  {shown}")
        for row in board["clauses"]:
            self.stdout.write(f"{row['id']}  {STATUS[row['status']].label}")


def _moment(text: str | None) -> datetime:
    if text is None:
        return timezone.now()
    zone = timezone.get_default_timezone()
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), zone) - timedelta(seconds=1)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is no date; write it as 2026-06-30.") from error
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=zone)
