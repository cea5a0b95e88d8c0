"""A paper's codes in words of the present language, and the sentences that its methods yield (R-090)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.public import PLATFORM_CHOICES
from analytics.reports.rules import COMPARISON, CORRELATION, METHOD_LABELS, TREND
from analytics.snapshots.rules import TOP_LABELS
from content.public import CONTENT_TYPES

PLATFORMS = dict(PLATFORM_CHOICES)
TYPES = dict(CONTENT_TYPES)
Paper = dict[str, Any]


def english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def own(row: dict[str, Any], name: str = "name") -> str:
    """The column of the reader's language."""
    return str(row[f"{name}_en" if english() else f"{name}_zh"])


def ordered(paper: Paper, rows: dict[str, Any]) -> list[tuple[str, Any]]:
    """Rows by metric in the house's order; a database may have kept them in another."""
    return [(code, rows[code]) for code in paper["order"] if code in rows]


def metric_name(paper: Paper, code: str) -> str:
    """A metric's name; a ranking's where it is none."""
    row = paper["metrics"].get(code)
    return own(row) if row else str(TOP_LABELS.get(code, code))


def unit(paper: Paper, code: str) -> str:
    """A metric's unit."""
    row = paper["metrics"].get(code)
    return own(row, "unit") if row else ""


def account_name(paper: Paper, handle: str) -> str:
    """An account's name as it was then."""
    return next((own(row) for row in paper["accounts"] if row["handle"] == handle), handle)


def platform_name(code: str) -> str:
    """A platform's name."""
    return str(PLATFORMS.get(code, code))


def type_name(code: str) -> str:
    """A content type's name; posts without one say so."""
    return str(TYPES.get(code, code)) if code else _("no type recorded")


def class_name(code: str) -> str:
    """A class of messages."""
    return {
        "ordinary": _("Ordinary messages"),
        "complex": _("Complex or important messages"),
    }.get(code, code)


def percent(share: float | None, *, sign: bool = True) -> str:
    """A share as per cent with one place."""
    if share is None:
        return "–"
    return f"{share * 100:+.1f} %" if sign else f"{share * 100:.1f} %"


def figure(value: float | int | None) -> str:
    """A figure with thousands separated."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def scope_words(paper: Paper) -> str:
    """On what the report is."""
    return account_name(paper, paper["scope"]) if paper["scope"] else _("All accounts")


def target_scope(paper: Paper, row: dict[str, Any]) -> str:
    """For whom a target holds, with its content type."""
    if row["account"]:
        who = account_name(paper, row["account"])
    else:
        who = platform_name(row["platform"]) if row["platform"] else _("All accounts")
    return f"{who} · {type_name(row['type'])}" if row["type"] else who


def target_state(state: str) -> str:
    """Where a target stands."""
    return {
        "no_data": _("No figure yet"),
        "reached": _("Target reached"),
        "exceeded": _("Limit passed"),
        "on_track": _("On track"),
        "behind": _("Behind"),
    }[state]


def method_sentences(paper: Paper, methods: list[str] | None = None) -> list[tuple[str, list[str]]]:
    """What each method shows, in sentences; only the methods named, or all that these figures allow."""
    makers = {COMPARISON: _compared, TREND: _trends, CORRELATION: _correlated}
    found = []
    for code, label in METHOD_LABELS.items():
        if paper["methods"].get(code) and (methods is None or code in methods):
            found.append((str(label), makers[code](paper)))
    return found


def _compared(paper: Paper) -> list[str]:
    lines = []
    for code, row in ordered(paper, paper["methods"][COMPARISON]):
        values = {
            "metric": metric_name(paper, code),
            "change": percent(row["change"]),
            "previous": paper["previous"],
        }
        line = _("%(metric)s: %(change)s against %(previous)s") % values
        if row["change_per_day"] is not None and paper["days"] != paper["previous_days"]:
            line += _(" (%(change)s per day, %(days)d days against %(before)d)") % {
                "change": percent(row["change_per_day"]),
                "days": paper["days"],
                "before": paper["previous_days"],
            }
        if row["year_change"] is not None:
            line += _("; %(change)s against the same month a year before") % {"change": percent(row["year_change"])}
        lines.append(line)
    if len(paper["types"]) > 1:
        best = max(paper["types"], key=lambda row: row["views"] / row["posts"])
        lines.append(
            _("By content type, “%(type)s” was seen most: %(views)s views or reads a post over %(posts)d posts.")
            % {
                "type": type_name(best["type"]),
                "views": figure(best["views"] // best["posts"]),
                "posts": best["posts"],
            }
        )
    return lines


def _trends(paper: Paper) -> list[str]:
    lines = []
    for code, row in ordered(paper, paper["methods"][TREND]):
        values = {"metric": metric_name(paper, code), "months": row["months"], "share": percent(row["share"])}
        sentences = {
            "up": _("%(metric)s rises over %(months)d months, by %(share)s a month on average."),
            "down": _("%(metric)s falls over %(months)d months, by %(share)s a month on average."),
            "steady": _("%(metric)s shows no clear trend over %(months)d months (%(share)s a month)."),
        }
        lines.append(sentences[row["direction"]] % values)
    return lines


def _correlated(paper: Paper) -> list[str]:
    found = paper["methods"][CORRELATION]
    lines = []
    for code, row in ordered(paper, found["metrics"]):
        values = {
            "one": metric_name(paper, found["with"]),
            "other": metric_name(paper, code),
            "r": f"{row['r']:+.2f}",
            "months": row["months"],
        }
        if row["clear"]:
            line = _("%(one)s and %(other)s change together from month to month (r = %(r)s over %(months)d changes).")
        else:
            line = _("%(one)s and %(other)s do not clearly change together (r = %(r)s over %(months)d changes).")
        lines.append(line % values)
    return lines
