"""A report as PDF: its words and charts; the pages are set by the mechanism of all papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.reports.charts import charts_of
from analytics.reports.pictures import draw
from analytics.reports.tables import Table, tables_of, totals_table
from analytics.reports.words import (
    Paper,
    account_name,
    english,
    figure,
    method_sentences,
    metric_name,
    own,
    scope_words,
)
from governance.public import set_pages

SETTING = Path(__file__).parent / "report.typ"
CHARTS = 6


@dataclass(frozen=True, slots=True)
class Words:
    """What people wrote into a report, and what is printed on every page of it."""

    findings: str = ""
    advice: str = ""
    methods: list[str] | None = None
    author: str = ""
    sha256: str = ""
    sent_at: datetime | None = None
    banner: str = ""


def title_of(paper: Paper) -> str:
    """What the report is called."""
    return _("Monthly report %(month)s") % {"month": paper["month"]}


def make_pdf(paper: Paper, words: Words, *, step: Callable[[], None] = lambda: None) -> bytes:
    """The report in the present language. `step` is called after each chart and once at the end."""
    charts = charts_of(paper)[:CHARTS]
    pictures = {f"chart-{index}.svg": svg for index, svg in enumerate(draw(charts, step=step))}
    data = _data(paper, words) | {
        "charts": [
            {"title": chart.title, "note": chart.note, "file": name}
            for chart, name in zip(charts, pictures, strict=True)
        ]
    }
    made = set_pages(SETTING, data, at=words.sent_at or datetime.fromisoformat(paper["built_at"]), pictures=pictures)
    step()
    return made


def _data(paper: Paper, words: Words) -> dict[str, Any]:
    sent = timezone.localtime(words.sent_at).strftime("%Y-%m-%d %H:%M") if words.sent_at else ""
    title = title_of(paper)
    totals = totals_table(paper)
    return {
        "title": f"{title} · {scope_words(paper)}",
        "subtitle": _("%(days)d days, compared with %(previous)s (%(before)d days)")
        % {"days": paper["days"], "previous": paper["previous"], "before": paper["previous_days"]},
        "author": words.author,
        "lang": "en" if english() else "zh",
        "region": "GB" if english() else "CN",
        "seal": _("sent %(moment)s, figures frozen") % {"moment": sent} if sent else _("not sent yet"),
        "sha256": f"SHA-256 {words.sha256}" if words.sha256 else "",
        "banner": words.banner,
        "findings": words.findings,
        "advice": words.advice,
        "totals_headers": totals.headers,
        "totals": _cells(totals),
        "totals_note": totals.note,
        "methods": [
            {"title": title, "lines": lines} for title, lines in method_sentences(paper, words.methods)
        ],
        "tables": [
            {
                "title": table.title, "headers": table.headers, "rows": _cells(table), "note": table.note,
                "wide": table.wide,
            }
            for table in tables_of(paper)
        ],
        "posts": [
            {
                "rank": row["rank"], "title": row["title"], "url": row["url"],
                "facts": f"{account_name(paper, row['handle'])} · {row['published_on'] or '–'} · "
                f"{metric_name(paper, row['metric'])}: {figure(row['value'])}",
            }
            for row in paper["top"]
        ],
        "definitions": [
            {"name": own(row), "unit": own(row, "unit"), "definition": own(row, "definition")}
            for code in paper["order"]
            if code in paper["totals"] and (row := paper["metrics"].get(code))
        ],
        "words": {
            "page": _("Page"), "findings": _("What the figures show"), "advice": _("Advice"), "totals": _("Figures"),
            "no_figures": _("There are no figures for this month."), "charts": _("Charts"),
            "methods": _("Methods of analysis"), "posts": _("The best posts of the month"),
            "definitions": _("What the figures mean"),
        },
    }  # fmt: skip


def _cells(table: Table) -> list[list[Any]]:
    return [[{"text": cell.text, "tone": cell.tone} if cell.tone else cell.text for cell in row] for row in table.rows]
