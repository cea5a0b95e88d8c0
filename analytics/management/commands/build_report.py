"""`manage.py build_report --month YYYY-MM`: the monthly report as JSON, words, PDF or workbook."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.public import PlatformAccount
from analytics.reports.figures import MonthFigures, collect_figures, percent
from analytics.reports.paper import top_list


def month_argument(text: str) -> date:
    """YYYY-MM as the first day of the month."""
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        raise ArgumentTypeError(_("“%(text)s” is not a month; write it as 2026-05.") % {"text": text}) from error


class Command(BaseCommand):
    """Reads month summaries; writes nothing to the database."""

    help = "Build the monthly report of the company or of one account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", required=True, type=month_argument, metavar="YYYY-MM")
        parser.add_argument("--account", metavar="HANDLE", help="one account; all accounts if left out")
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en") if options["json"] else nullcontext():
            account_ids = self.account_ids(options["account"])
            figures = collect_figures(options["month"], account_ids)
            if options["json"]:
                answer = figures.as_dict() | {"top": top_list(options["month"], account_ids)}
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
            else:
                self.tell(figures)

    def account_ids(self, handle: str | None) -> list[int] | None:
        """The account asked for; None means all."""
        if handle is None:
            return None
        account = PlatformAccount.objects.filter(handle=handle).first()
        if account is None:
            raise CommandError(_("There is no account with the handle %(handle)s.") % {"handle": handle})
        return [account.pk]

    def tell(self, figures: MonthFigures) -> None:
        """The totals as lines."""
        if not figures.totals:
            self.stdout.write(
                _("There are no figures for %(month)s. Import an export first.") % {"month": f"{figures.month:%Y-%m}"}
            )
        for code, figure in figures.totals.items():
            self.stdout.write(f"{code}\t{figure.value}\t{figure.previous}\t{percent(figure.change)}")
