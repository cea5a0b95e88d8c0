"""`manage.py build_report --month YYYY-MM`: the monthly report as JSON, words, PDF or workbook."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.public import PlatformAccount
from analytics.metrics.models import MetricDefinition
from analytics.reports.figures import MonthFigures, collect_figures
from analytics.reports.paper import build_paper, fingerprint, top_list
from analytics.reports.pdf import Words, make_pdf
from analytics.reports.rules import LANGUAGES
from analytics.reports.services import reported_accounts
from analytics.reports.sheet import make_sheet
from analytics.reports.words import figure, percent


def month_argument(text: str) -> date:
    """YYYY-MM as the first day of the month."""
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        raise ArgumentTypeError(_("“%(text)s” is not a month; write it as 2026-05.") % {"text": text}) from error


class Command(BaseCommand):
    """Reads what was imported; writes nothing to the database."""

    help = "Build the monthly report of the company or of one account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", required=True, type=month_argument, metavar="YYYY-MM")
        parser.add_argument("--account", metavar="HANDLE", help="one account; all accounts if left out")
        parser.add_argument("--pdf", type=Path, metavar="FILE", help="write the report as PDF")
        parser.add_argument("--xlsx", type=Path, metavar="FILE", help="write the report as a workbook")
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")
        parser.add_argument("--language", choices=[code for code, _name in LANGUAGES], help="of the files and words")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]) if options["language"] else nullcontext():
            account = self.account(options["account"])
            month: date = options["month"]
            account_ids = [row.pk for row in ([account] if account else reported_accounts(month))]
            figures = collect_figures(month, account_ids)
            if options["pdf"] or options["xlsx"]:
                self.write_files(month, account, account_ids, options["pdf"], options["xlsx"])
            if options["json"]:
                answer = figures.as_dict() | {"top": top_list(month, account_ids)}
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
            else:
                self.tell(figures)

    def account(self, handle: str | None) -> PlatformAccount | None:
        """The account asked for; None means all."""
        if handle is None:
            return None
        account = PlatformAccount.objects.filter(handle=handle).first()
        if account is None:
            raise CommandError(_("There is no account with the handle %(handle)s.") % {"handle": handle})
        return account

    def write_files(
        self, month: date, account: PlatformAccount | None, ids: list[int], pdf: Path | None, xlsx: Path | None
    ) -> None:
        """The same files that the page offers, of the figures as they stand now."""
        now = timezone.now()
        paper = build_paper(month, ids, scope=account.handle if account else None, at=now)
        words = Words(sha256=fingerprint(paper), banner=_("Built on the command line from the figures as they stand."))
        try:
            if pdf is not None:
                pdf.write_bytes(make_pdf(paper, words))
            if xlsx is not None:
                xlsx.write_bytes(make_sheet(paper, words))
        except OSError as error:
            raise CommandError(str(error)) from error

    def tell(self, figures: MonthFigures) -> None:
        """The totals as lines."""
        if not figures.totals:
            self.stdout.write(
                _("There are no figures for %(month)s. Import an export first.") % {"month": f"{figures.month:%Y-%m}"}
            )
        names = {row.code: str(row) for row in MetricDefinition.objects.filter(code__in=figures.totals)}
        for code, row in figures.totals.items():
            values = row.as_dict()
            self.stdout.write(
                _("%(metric)s: %(value)s, %(previous)s the month before, %(change)s (per day %(per_day)s)")
                % {
                    "metric": names.get(code, code),
                    "value": figure(values["value"]),
                    "previous": figure(values["previous"]),
                    "change": percent(values["change"]),
                    "per_day": percent(values.get("change_per_day")),
                }
            )
