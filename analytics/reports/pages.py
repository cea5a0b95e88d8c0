"""What the pages of reports show: gathered here, so that the views stay short."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from analytics.reports.charts import charts_of
from analytics.reports.files import EDITION
from analytics.reports.models import MonthlyReport
from analytics.reports.months import differences
from analytics.reports.rules import FORMATS, LANGUAGES
from analytics.reports.services import KIND, least_methods, paper_of
from analytics.reports.tables import tables_of, totals_table
from analytics.reports.words import account_name, figure, method_sentences, metric_name, scope_words
from analytics.reports.workflow import ACKNOWLEDGE, SEND
from content.public import Publication
from governance.public import can, deadlines_of, history_of

if TYPE_CHECKING:
    from accounts.public import User

SHOWN_FILES = 8


def report_page(report: MonthlyReport, user: User, now: datetime) -> dict[str, Any]:
    """Everything that the page of one report shows."""
    paper = paper_of(report, now)
    chosen = report.methods if not report.is_draft else None
    return {
        "report": report,
        "paper": paper,
        "scope": scope_words(paper),
        "totals": totals_table(paper),
        "tables": tables_of(paper),
        "charts": charts_of(paper),
        "methods": method_sentences(paper, chosen),
        "posts": _posts(paper, user),
        "changed": [
            row | {"account": account_name(paper, str(row["handle"])), "name": metric_name(paper, str(row["metric"]))}
            for row in _worded(differences(report))
        ],
        "context": {"paper": paper, "least_methods": least_methods(report, now)} if report.is_draft else None,
        "deadline": next(iter(deadlines_of(KIND, [report.pk]).get(report.pk, [])), None),
        "acknowledgements": list(report.acknowledgements.select_related("reader")),
        "actions": list(report.actions.select_related("owner", "account", "metric")),
        "files": list(report.files.filter(state__in=["waiting", "building", "failed"])[:SHOWN_FILES]),
        "formats": FORMATS,
        "languages": LANGUAGES,
        "edition": EDITION,
        "may_edit": report.is_draft and bool(can(user, SEND)),
        "may_act": not report.is_draft and bool(can(user, SEND) or can(user, ACKNOWLEDGE)),
        "entries": history_of(KIND, report.pk, 50),
    }


def _worded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"then": figure(row["then"]), "now": figure(row["now"])} for row in rows]


def _posts(paper: dict[str, Any], user: User) -> list[dict[str, Any]]:
    """The best posts, with our own record of each where one may see it."""
    ids = [row["publication"] for row in paper["top"] if row["publication"]]
    known = {row.pk: row for row in Publication.objects.visible_to(user).filter(pk__in=ids)} if ids else {}
    return [
        row
        | {
            "account": account_name(paper, row["handle"]),
            "name": metric_name(paper, row["metric"]),
            "record": known.get(row["publication"]),
        }
        for row in paper["top"]
    ]
