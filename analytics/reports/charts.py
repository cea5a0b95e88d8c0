"""The charts of a report: one Vega-Lite spec each, the same for the browser and for the PDF (R-094)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from analytics.reports.methods import leading_metric
from analytics.reports.rules import INTERACTIONS
from analytics.reports.words import (
    Paper,
    account_name,
    class_name,
    english,
    figure,
    metric_name,
    ordered,
    percent,
    target_scope,
    type_name,
    unit,
)

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
BARS = 12
TITLE_LENGTH = 28


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its figures as a table."""

    code: str
    title: str
    spec: dict[str, Any]
    headers: list[str]
    rows: list[list[str]]
    note: str = ""


@dataclass(slots=True)
class _Axis:
    """How numbers stand on an axis: short, in the reader's way of counting."""

    title: str
    share: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    def spec(self) -> dict[str, Any]:
        if self.share:
            return {"title": self.title, "format": ".0%", "tickCount": 5, **self.extra}
        if english():
            shown = "abs(datum.value) >= 1000 ? format(datum.value, '~s') : format(datum.value, '~g')"
        else:
            shown = (
                "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, '~g') + '亿' : "
                "abs(datum.value) >= 1e4 ? format(datum.value / 1e4, '~g') + '万' : format(datum.value, '~g')"
            )
        return {"title": self.title, "labelExpr": shown, "tickCount": 5, **self.extra}


def charts_of(paper: Paper) -> list[Chart]:
    """Every chart that the paper has figures for."""
    makers: tuple[Callable[[Paper], Chart | None], ...] = (
        _course, _accounts, _interactions, _fans, _targets, _posts, _types, _answers,
    )  # fmt: skip
    return [chart for make in makers if (chart := make(paper)) is not None]


def _spec(values: list[dict[str, Any]], height: int, **rest: Any) -> dict[str, Any]:
    return {"$schema": SCHEMA, "data": {"values": values}, "height": height, **rest}


def _rows_high(count: int, step: int = 24) -> int:
    """Horizontal bars keep their thickness, however many there are; few may be thicker."""
    return max(1, count) * (30 if count < 4 else step)


def _course(paper: Paper) -> Chart | None:
    """The leading figure over the months, per calendar day where it adds up."""
    series = paper["series"]["totals"]
    code = leading_metric([code for code, _values in ordered(paper, series)])
    months = paper["series"]["months"]
    if code is None:
        return None
    values = [
        {"month": month, "value": value}
        for month, value in zip(months, series[code], strict=True)
        if value is not None
    ]
    if len(values) < 2:
        return None
    name = metric_name(paper, code)
    encoding = {
        "x": {"field": "month", "type": "ordinal", "axis": {"title": None, "labelAngle": -40}},
        "y": {"field": "value", "type": "quantitative", "axis": _Axis(unit(paper, code)).spec()},
        "opacity": {"condition": {"test": f"datum.month === '{paper['month']}'", "value": 1}, "value": 0.45},
        "tooltip": [
            {"field": "month", "title": _("Month")},
            {"field": "value", "title": name, "format": ","},
        ],
    }
    return Chart(
        "course", _("%(metric)s by month") % {"metric": name},
        _spec(values, 150, mark={"type": "bar", "cornerRadiusEnd": 2}, encoding=encoding),
        [_("Month"), name], [[row["month"], figure(row["value"])] for row in values],
        _("Months differ in length by up to three days; the table of figures gives the change per day as well."),
    )  # fmt: skip


def _accounts(paper: Paper) -> Chart | None:
    """The leading figure by account, this month and the month before."""
    code = leading_metric([code for code, _row in ordered(paper, paper["totals"])])
    if code is None:
        return None
    there = [
        (own_name, row["totals"][code])
        for row in paper["accounts"]
        if code in row["totals"] and (own_name := account_name(paper, row["handle"]))
    ]
    if len(there) < 2:
        return None
    there = sorted(there, key=lambda pair: -(pair[1]["value"] or 0))[:BARS]
    values = [
        {"account": name, "month": month, "value": cell[key]}
        for name, cell in there
        for month, key in ((paper["month"], "value"), (paper["previous"], "previous"))
        if cell[key] is not None
    ]
    name = metric_name(paper, code)
    encoding = {
        "y": {"field": "account", "type": "nominal", "sort": [label for label, _c in there], "axis": {"title": None}},
        "x": {"field": "value", "type": "quantitative", "axis": _Axis(unit(paper, code)).spec()},
        "yOffset": {"field": "month", "type": "nominal", "sort": [paper["month"], paper["previous"]]},
        "color": {"field": "month", "type": "nominal", "sort": [paper["month"], paper["previous"]]},
        "tooltip": [
            {"field": "account", "title": _("Account")},
            {"field": "month", "title": _("Month")},
            {"field": "value", "title": name, "format": ","},
        ],
    }
    return Chart(
        "accounts", _("%(metric)s by account, against the month before") % {"metric": name},
        _spec(values, _rows_high(len(there), 34), mark={"type": "bar", "cornerRadiusEnd": 2}, encoding=encoding),
        [_("Account"), paper["month"], paper["previous"], _("Month on month")],
        [[label, figure(cell["value"]), figure(cell["previous"]), percent(cell["change"])] for label, cell in there],
    )  # fmt: skip


def _interactions(paper: Paper) -> Chart | None:
    """What people did with the posts, by account."""
    codes = [code for code in INTERACTIONS if code in paper["totals"]]
    rows = [row for row in paper["accounts"] if any(row["totals"].get(code, {}).get("value") for code in codes)]
    if not codes or not rows:
        return None
    names = {code: metric_name(paper, code) for code in codes}
    values = [
        {
            "account": account_name(paper, row["handle"]),
            "kind": names[code],
            "place": place,
            "value": row["totals"][code]["value"],
        }
        for row in rows
        for place, code in enumerate(codes)
        if row["totals"].get(code, {}).get("value") is not None
    ]
    encoding = {
        "y": {"field": "account", "type": "nominal", "sort": "-x", "axis": {"title": None}},
        "x": {"field": "value", "type": "quantitative", "axis": _Axis("").spec() | {"title": None}},
        "color": {"field": "kind", "type": "nominal", "sort": list(names.values())},
        "order": {"field": "place", "type": "quantitative"},
        "tooltip": [
            {"field": "account", "title": _("Account")},
            {"field": "kind", "title": _("Metric")},
            {"field": "value", "title": _("Value"), "format": ","},
        ],
    }
    return Chart(
        "interactions", _("Likes, comments, shares and saves by account"),
        _spec(values, _rows_high(len(rows)), mark="bar", encoding=encoding),
        [_("Account"), *names.values()],
        [
            [
                account_name(paper, row["handle"]),
                *(figure(row["totals"].get(code, {}).get("value")) for code in codes),
            ]
            for row in rows
        ],
    )  # fmt: skip


def _fans(paper: Paper) -> Chart | None:
    """How many people follow, month by month; the growth where no level is known."""
    series = paper["series"]["totals"]
    code = next((code for code in ("fans", "net_follows", "follows") if code in series), None)
    if code is None:
        return None
    pairs = zip(paper["series"]["months"], series[code], strict=True)
    values = [{"month": month, "value": value} for month, value in pairs if value is not None]
    if len(values) < 2:
        return None
    name = metric_name(paper, code)
    encoding = {
        "x": {"field": "month", "type": "ordinal", "axis": {"title": None, "labelAngle": -40}},
        "y": {
            "field": "value", "type": "quantitative", "scale": {"zero": code != "fans"},
            "axis": _Axis(unit(paper, code)).spec(),
        },
        "tooltip": [{"field": "month", "title": _("Month")}, {"field": "value", "title": name, "format": ","}],
    }  # fmt: skip
    mark = {"type": "line", "point": {"size": 40}, "strokeWidth": 2}
    return Chart(
        "fans", _("%(metric)s by month") % {"metric": name}, _spec(values, 140, mark=mark, encoding=encoding),
        [_("Month"), name], [[row["month"], figure(row["value"])] for row in values],
        _("The axis does not begin at zero.") if code == "fans" else "",
    )  # fmt: skip


def _targets(paper: Paper) -> Chart | None:
    """How far each target is, and how far the calendar is."""
    rows = [row for row in paper["targets"] if row["share"] is not None][:BARS]
    if not rows:
        return None
    labels = [f"{metric_name(paper, row['metric'])} · {target_scope(paper, row)}" for row in rows]
    values = [
        {"target": label, "share": row["share"], "expected": row["expected"]}
        for label, row in zip(labels, rows, strict=True)
    ]
    y = {"field": "target", "type": "nominal", "sort": labels, "axis": {"title": None, "labelLimit": 240}}
    tooltip = [
        {"field": "target", "title": _("Target")},
        {"field": "share", "title": _("Reached"), "format": ".1%"},
        {"field": "expected", "title": _("Of the time"), "format": ".1%"},
    ]
    x = {"field": "share", "type": "quantitative", "axis": _Axis(_("Share of the target"), share=True).spec()}
    layers = [
        {
            "mark": {"type": "bar", "cornerRadiusEnd": 2},
            "encoding": {"x": x, "y": y, "color": {"datum": _("Reached")}, "tooltip": tooltip},
        },
        {
            "mark": {"type": "tick", "thickness": 3, "opacity": 1},
            "encoding": {
                "x": {"field": "expected", "type": "quantitative"},
                "y": y,
                "color": {"datum": _("Time passed"), "scale": {"range": "category"}},
                "tooltip": tooltip,
            },
        },
    ]
    return Chart(
        "targets", _("Progress of the targets"), _spec(values, _rows_high(len(rows)), layer=layers),
        [_("Target"), _("Target value"), _("So far"), _("Reached")],
        [
            [label, figure(row["value"]), figure(row["actual"]), percent(row["share"], sign=False)]
            for label, row in zip(labels, rows, strict=True)
        ],
        _("The stroke marks how much of the cycle had passed at the end of the month."),
    )  # fmt: skip


def _posts(paper: Paper) -> Chart | None:
    """The best posts."""
    if not paper["top"]:
        return None
    labels = [f"{row['rank']}. {_short(row['title'])}" for row in paper["top"]]
    name = metric_name(paper, paper["top"][0]["metric"])
    values = [
        {"post": label, "value": row["value"], "account": account_name(paper, row["handle"])}
        for label, row in zip(labels, paper["top"], strict=True)
    ]
    encoding = {
        "y": {"field": "post", "type": "nominal", "sort": labels, "axis": {"title": None, "labelLimit": 300}},
        "x": {"field": "value", "type": "quantitative", "axis": _Axis(name).spec()},
        "tooltip": [
            {"field": "post", "title": _("Title of the post")},
            {"field": "account", "title": _("Account")},
            {"field": "value", "title": name, "format": ","},
        ],
    }
    return Chart(
        "posts", _("The best posts of the month"),
        _spec(values, _rows_high(len(values)), mark={"type": "bar", "cornerRadiusEnd": 2}, encoding=encoding),
        [_("Title of the post"), name, _("Account")],
        [
            [label, figure(row["value"]), account_name(paper, row["handle"])]
            for label, row in zip(labels, paper["top"], strict=True)
        ],
    )  # fmt: skip


def _short(title: str) -> str:
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…"


def _types(paper: Paper) -> Chart | None:
    """Views or reads a post, by content type: comparison by type (R-090)."""
    rows = paper["types"]
    if len(rows) < 2:
        return None
    values = [{"type": type_name(row["type"]), "value": row["views"] // row["posts"]} for row in rows]
    encoding = {
        "y": {"field": "type", "type": "nominal", "sort": "-x", "axis": {"title": None}},
        "x": {"field": "value", "type": "quantitative", "axis": _Axis(_("Views or reads a post")).spec()},
        "tooltip": [
            {"field": "type", "title": _("Content type")},
            {"field": "value", "title": _("Views or reads a post"), "format": ","},
        ],
    }
    return Chart(
        "types", _("Views or reads a post, by content type"),
        _spec(values, _rows_high(len(rows)), mark={"type": "bar", "cornerRadiusEnd": 2}, encoding=encoding),
        [_("Content type"), _("Posts"), _("Views or reads a post")],
        [[type_name(row["type"]), figure(row["posts"]), figure(row["views"] // row["posts"])] for row in rows],
    )  # fmt: skip


def _answers(paper: Paper) -> Chart | None:
    """Messages answered in time, by class."""
    rows = paper["answers"]
    if not rows:
        return None
    kinds = {"on_time": _("In time"), "late": _("Late or not at all")}
    values = [
        {"class": class_name(row["class"]), "kind": kinds[kind], "value": value}
        for row in rows
        for kind, value in (("on_time", row["on_time"]), ("late", row["total"] - row["on_time"]))
    ]
    encoding = {
        "y": {"field": "class", "type": "nominal", "axis": {"title": None}},
        "x": {"field": "value", "type": "quantitative", "axis": _Axis(_("Messages")).spec()},
        "color": {"field": "kind", "type": "nominal", "sort": list(kinds.values())},
        "tooltip": [
            {"field": "class", "title": _("Class of message")},
            {"field": "kind", "title": _("Answered")},
            {"field": "value", "title": _("Messages"), "format": ","},
        ],
    }
    return Chart(
        "answers", _("Messages answered in time"), _spec(values, _rows_high(len(rows)), mark="bar", encoding=encoding),
        [_("Class of message"), _("Messages"), _("In time"), _("Share in time")],
        [
            [class_name(row["class"]), figure(row["total"]), figure(row["on_time"]), percent(row["share"], sign=False)]
            for row in rows
        ],
    )  # fmt: skip
