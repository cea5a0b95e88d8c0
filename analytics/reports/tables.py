"""A paper's figures as tables of words and numbers: for pages, PDF and workbook alike."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from analytics.reports.words import (
    Paper,
    account_name,
    class_name,
    figure,
    metric_name,
    ordered,
    percent,
    platform_name,
    target_scope,
    target_state,
    type_name,
    unit,
)
from analytics.targets.rules import LOWER_IS_BETTER

GOOD, BAD = "good", "bad"
# So many accounts are named beside a figure, and in a note below a table.
NAMED, LISTED = 3, 10


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: as text, as the number behind it, and whether it is welcome."""

    text: str
    number: float | int | None = None
    tone: str = ""
    share: bool = False


@dataclass(slots=True)
class Table:
    """A table with its words; the first `wide` columns hold text."""

    code: str
    title: str
    headers: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    note: str = ""
    wide: int = 1


def value_cell(value: float | int | None) -> Cell:
    """A figure."""
    return Cell(figure(value), value)


def change_cell(share: float | None, metric: str = "") -> Cell:
    """A change, coloured by whether more is better for this metric."""
    if share is None or abs(share) < 0.0005:
        return Cell(percent(share), share, share=True)
    welcome = (share > 0) != (metric in LOWER_IS_BETTER)
    return Cell(percent(share), share, GOOD if welcome else BAD, share=True)


def share_cell(share: float | None) -> Cell:
    """A share without a sign."""
    return Cell(percent(share, sign=False), share, share=True)


def totals_table(paper: Paper) -> Table:
    """Every figure of the month beside the month before; per day where months differ in length."""
    uneven = paper["days"] != paper["previous_days"]
    headers = [_("Metric"), paper["month"], paper["previous"], _("Month on month")]
    if uneven:
        headers.append(_("Month on month, per day"))
    note = ""
    if uneven:
        note = _("%(month)s has %(days)d days, %(previous)s has %(before)d: compare the change per day.") % {
            "month": paper["month"],
            "days": paper["days"],
            "previous": paper["previous"],
            "before": paper["previous_days"],
        }
    table = Table("totals", _("Figures"), headers)
    for code, row in ordered(paper, paper["totals"]):
        marked = bool(row.get("one_sided") or row.get("gaps"))
        cells = [
            Cell(f"{metric_name(paper, code)} ({unit(paper, code)}){counted_words(paper, code)}"),
            value_cell(row["value"]),
            value_cell(row["previous"]),
            _marked(change_cell(row["change"], code), marked),
        ]
        if uneven:
            cells.append(_marked(change_cell(row.get("change_per_day"), code), marked))
        table.rows.append(cells)
    beside = (
        ("one_sided", _("* Figures in one of the two months only, so that the change says little: %(accounts)s.")),
        ("gaps", _("* Days without figures in one of the two months: %(accounts)s.")),
    )
    notes = [sentence % {"accounts": names} for key, sentence in beside if (names := _beside(paper, key))]
    table.note = " ".join([note, *notes]).strip()
    return table


def counted_words(paper: Paper, code: str) -> str:
    """Which accounts count in a total, where not all that have figures do."""
    there = [row["handle"] for row in paper["accounts"] if row["totals"]]
    counted = [row["handle"] for row in paper["accounts"] if code in row["totals"]]
    if len(counted) == len(there) or not counted:
        return ""
    if len(counted) <= NAMED:
        names = ", ".join(account_name(paper, handle) for handle in counted)
        return " · " + _("only %(accounts)s") % {"accounts": names}
    return " · " + _("%(count)d of %(all)d accounts") % {"count": len(counted), "all": len(there)}


def _marked(cell: Cell, marked: bool) -> Cell:
    """A change that a note under the table explains."""
    return replace(cell, text=f"{cell.text} *") if marked and cell.number is not None else cell


def _beside(paper: Paper, key: str) -> str:
    """The accounts that the key names for any metric, each with its metrics."""
    found: dict[str, list[str]] = {}
    for code, row in ordered(paper, paper["totals"]):
        for handle in row.get(key, []):
            found.setdefault(handle, []).append(metric_name(paper, code))
    parts = [f"{account_name(paper, handle)} ({', '.join(names)})" for handle, names in list(found.items())[:LISTED]]
    if len(found) > LISTED:
        parts.append(_("and %(count)s more") % {"count": len(found) - LISTED})
    return "; ".join(parts)


def tables_of(paper: Paper) -> list[Table]:
    """The further tables that the paper has rows for."""
    makers = (_accounts, _platforms, _types, _targets, _answers)
    return [table for make in makers if (table := make(paper)).rows or table.note]


def _accounts(paper: Paper) -> Table:
    """Each account with the figures that most accounts have."""
    counted = {code: sum(code in row["totals"] for row in paper["accounts"]) for code in paper["totals"]}
    codes = sorted(counted, key=lambda code: (-counted[code], paper["order"].index(code)))[:4]
    codes = [code for code in paper["order"] if code in codes]
    headers = [_("Account")]
    for code in codes:
        headers += [metric_name(paper, code), _("Month on month")]
    table = Table("accounts", _("By account"), headers)
    for row in paper["accounts"]:
        if not row["totals"]:
            continue
        cells = [Cell(account_name(paper, row["handle"]))]
        for code in codes:
            found = row["totals"].get(code, {"value": None, "change": None})
            cells += [value_cell(found["value"]), change_cell(found["change"], code)]
        table.rows.append(cells)
    silent = [account_name(paper, row["handle"]) for row in paper["accounts"] if not row["totals"]]
    if silent:
        table.note = _("No figures were imported for: %(accounts)s.") % {"accounts": ", ".join(silent)}
    return table


def _platforms(paper: Paper) -> Table:
    """Comparison by platform (R-090)."""
    platforms = paper["series"]["platforms"]
    codes = [code for code in paper["order"] if sum(code in row for row in platforms.values()) > 1][:4]
    table = Table("platforms", _("By platform"), [_("Platform"), *(metric_name(paper, code) for code in codes)])
    if len(platforms) > 1 and codes:
        table.rows = [
            [Cell(platform_name(name)), *(value_cell(row.get(code)) for code in codes)]
            for name, row in sorted(platforms.items())
        ]
    return table


def _types(paper: Paper) -> Table:
    """Comparison by content type (R-090)."""
    headers = [_("Content type"), _("Posts"), _("Views or reads a post"), _("Interactions a post")]
    table = Table("types", _("By content type"), headers)
    table.rows = [
        [
            Cell(type_name(row["type"])),
            value_cell(row["posts"]),
            value_cell(row["views"] // row["posts"]),
            value_cell(row["engagements"] // row["posts"]),
        ]
        for row in paper["types"]
    ]
    return table


def _targets(paper: Paper) -> Table:
    """Targets with what was reached; periods without a target say so plainly (R-086)."""
    headers = [_("Target"), _("Holds for"), _("Cycle"), _("Target value"), _("So far"), _("Reached"), _("State")]
    table = Table("targets", _("Targets"), headers, wide=2)
    tones: dict[str, Any] = {"reached": GOOD, "on_track": GOOD, "behind": BAD, "exceeded": BAD, "no_data": ""}
    table.rows = [
        [
            Cell(metric_name(paper, row["metric"])),
            Cell(target_scope(paper, row)),
            Cell(row["cycle"]),
            value_cell(row["value"]),
            value_cell(row["actual"]),
            share_cell(row["share"]),
            Cell(target_state(row["state"]), tone=tones[row["state"]]),
        ]
        for row in paper["targets"]
    ]
    missing = [f"{account_name(paper, row['handle'])} {row['cycle']}" for row in paper["without_target"]]
    if missing:
        table.note = _("No target: %(periods)s.") % {"periods": ", ".join(missing)}
    elif not table.rows:
        table.note = _("No target was set for this month.")
    return table


def _answers(paper: Paper) -> Table:
    """Messages answered in time, by class (R-060)."""
    table = Table(
        "answers",
        _("Messages answered in time"),
        [_("Class of message"), _("Messages"), _("In time"), _("Share in time")],
    )
    table.rows = [
        [
            Cell(class_name(row["class"])), value_cell(row["total"]), value_cell(row["on_time"]),
            share_cell(row["share"]),
        ]
        for row in paper["answers"]
    ]  # fmt: skip
    return table
