"""How the values of several rule books become one: kinds of value and kinds of merge as rows (chapter 4).

Pure: no database. The strictest wins, and what "strictest" means is written beside each parameter.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The letters of a requirement's kind of control, in the order of the rule books (requirements, head).
CONTROLS = {
    "P": _("preventive: what breaks the rule is refused"),
    "D": _("detective: what breaks the rule is counted and shown"),
    "E": _("evidence: a record is kept, and its absence shows"),
    "G": _("guidance: the rule is shown at the right moment"),
    "X": _("existence: something current and approved must exist"),
}

# Nominal minutes of one unit: only to order limits that no start date makes exact. A working day has eight hours
# of work in nine hours of clock; limits that run on different clocks are compared exactly by `earliest_due`.
NOMINAL_MINUTES = {
    "minutes": 1.0,
    "working_minutes": 1.0,
    "working_hours": 60.0,
    "hours": 60.0,
    "hours_on_working_days": 61.0,
    "working_days": 1441.0,
    "days": 1440.0,
}
LIMIT_UNITS = frozenset(NOMINAL_MINUTES) - {"minutes"}
# The most that a value may be: ten years for whatever lasts, a million for whatever is counted, and no deeper or
# longer than a person can read. Beyond, a rule is a slip of the pen and breaks whoever reckons with it.
LONGEST_MINUTES = 10 * 366 * 1440
LARGEST_NUMBER = 1_000_000
# What somebody writes about a rule book, in characters.
END_REASON_LIMIT, CONCLUSION_LIMIT = 400, 4000
LARGEST_OF_UNIT = {"percent": 100, "days": 3660, "working_days": 3660, "months": 120, "years": 100}
DEEPEST, LONGEST_TEXT, MOST_ENTRIES = 6, 400, 500
PERIOD_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}

UNIT_WORDS: dict[str, str | Promise] = {
    "working_minutes": _("working minutes"),
    "working_hours": _("working hours"),
    "working_days": _("working days"),
    "hours": _("hours"),
    "days": _("days"),
    "hours_on_working_days": _("hours, standing still on non-working days"),
    "minutes": _("minutes"),
    "months": _("months"),
    "years": _("years"),
    "percent": "%",
    "points": _("marks"),
    "people": _("people"),
    "characters": _("characters"),
    "passwords": _("passwords"),
    "slots": _("slots"),
    "types": _("types"),
    "media": _("media"),
    "stages": _("stages"),
    "tags": _("tags"),
    "methods": _("methods"),
    "sigma": _("standard deviations"),
    "times": _("times"),
}
PER_WORDS = {"day": _("a day"), "week": _("a week"), "month": _("a month"), "quarter": _("a quarter")}

MERGES: dict[str, str | Promise] = {
    "min": _("the smallest wins"),
    "max": _("the largest wins"),
    "union": _("all are joined"),
    "all": _("yes only where every rule book says yes"),
    "rank": _("the rule book of higher rank wins"),
}

# Kind of value -> what orders it (None: cannot be ordered, so neither min nor max may be asked of it).
Order = Callable[[Any, Sequence[str]], float]


def _limit(value: Any, levels: Sequence[str]) -> float:
    return float(value["amount"]) * NOMINAL_MINUTES[value["unit"]]


def _number(value: Any, levels: Sequence[str]) -> float:
    return float(value)


def _period(value: Any, levels: Sequence[str]) -> float:
    return float(PERIOD_DAYS[value])


def _frequency(value: Any, levels: Sequence[str]) -> float:
    return float(value["amount"]) / PERIOD_DAYS[value["per"]]


def _level(value: Any, levels: Sequence[str]) -> float:
    return float(levels.index(value))


KINDS: dict[str, Order | None] = {
    "limit": _limit,
    "count": _number,
    "interval": _number,
    "flag": _number,
    "period": _period,
    "frequency": _frequency,
    "level": _level,
    "frequency_map": _frequency,
    "list": None,
    "map": None,
    "text": None,
    "weights": None,
    "bands": None,
    "chain": None,
}
MERGES_OF_KIND = {
    "list": {"union"},
    "map": {"union", "rank"},
    "text": {"rank"},
    "weights": {"rank"},
    "bands": {"rank"},
    "chain": {"union"},
    "flag": {"all", "max"},
}
ORDERED_MERGES = frozenset({"min", "max"})


def fault_of(kind: str, merge: str, values: Sequence[Any], levels: Sequence[str], unit: str = "") -> str:
    """What is wrong with a parameter row, in words; empty when the row is sound. The loader refuses a fault."""
    if kind not in KINDS:
        return f"kind {kind!r} is not known"
    if merge not in MERGES:
        return f"merge {merge!r} is not known"
    if merge not in MERGES_OF_KIND.get(kind, ORDERED_MERGES):
        return f"kind {kind!r} cannot merge by {merge!r}"
    for value in values:
        if not _readable(value):
            return "a value is too large, too deep or too long"
        try:
            sound = SHAPES[kind](value, unit) and _in_order(kind, value, levels)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            sound = False
        if not sound:
            return f"{value!r} is not a value of kind {kind!r} in {unit or 'any unit'}"
    return ""


def _readable(value: Any, depth: int = 0) -> bool:
    """No number beyond LARGEST_NUMBER, nothing deeper than DEEPEST, nothing longer than a person can read."""
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        return depth < DEEPEST and len(value) <= MOST_ENTRIES and all(_readable(one, depth + 1) for one in value)
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return value is None or abs(value) <= LARGEST_NUMBER


def _in_order(kind: str, value: Any, levels: Sequence[str]) -> bool:
    order = KINDS[kind]
    if order is not None:
        for each in value.values() if kind == "frequency_map" else [value]:
            order(each, levels)
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_limit(value: Any, unit: str) -> bool:
    amount = value["amount"]
    return (
        isinstance(amount, int) and not isinstance(amount, bool) and value["unit"] in LIMIT_UNITS
        and 1 <= amount <= LONGEST_MINUTES / NOMINAL_MINUTES[value["unit"]]
    )  # fmt: skip


def _is_count(value: Any, unit: str) -> bool:
    return _is_number(value) and 0 <= value <= LARGEST_OF_UNIT.get(unit, LARGEST_NUMBER)


def _is_frequency(value: Any, unit: str) -> bool:
    return _is_count(value["amount"], "") and value["amount"] > 0 and value["per"] in PERIOD_DAYS


def _is_list(value: Any, unit: str) -> bool:
    one: Callable[[Any], bool] = _is_text
    if unit == "limit":
        one = partial(_is_limit, unit=unit)
    elif unit == "percent":
        one = partial(_is_count, unit="points")
    return isinstance(value, list) and all(one(each) for each in value)


def _is_map(value: Any, unit: str) -> bool:
    """Names with a text, a figure, or a list of texts."""
    return isinstance(value, dict) and all(
        _is_text(each) or _is_count(each, unit) or _is_list(each, "list") for each in value.values()
    )


def _is_weights(value: Any, unit: str) -> bool:
    return isinstance(value, dict) and all(
        all(_is_text(row["code"]) and _is_count(row["weight"], "percent") for row in rows)
        and sum(row["weight"] for row in rows) == 100
        for rows in value.values()
    )


def _is_bands(value: Any, unit: str) -> bool:
    return isinstance(value, list) and all(_is_text(name) and _is_count(least, unit) for name, least in value)


def _is_chain(value: Any, unit: str) -> bool:
    return isinstance(value, list) and all(
        all(_is_text(row[name]) for name in CHAIN_TEXTS)
        and (_is_text(row["criteria"]) or _is_list(row["criteria"], "criteria"))
        and (row["clause"] is None or _is_text(row["clause"]))
        for row in value
    )


# Kind of value -> whether a value has its shape, within its limits.
SHAPES: dict[str, Callable[[Any, str], bool]] = {
    "limit": _is_limit,
    "count": _is_count,
    "interval": _is_count,
    "flag": lambda value, unit: isinstance(value, bool),
    "period": lambda value, unit: value in PERIOD_DAYS,
    "frequency": _is_frequency,
    "level": lambda value, unit: _is_text(value),
    "frequency_map": lambda value, unit: all(_is_frequency(each, unit) for each in value.values()),
    "list": _is_list,
    "map": _is_map,
    "text": lambda value, unit: _is_text(value),
    "weights": _is_weights,
    "bands": _is_bands,
    "chain": _is_chain,
}
# What every slot of a review chain says of itself.
CHAIN_TEXTS = ("code", "stage", "permission", "title_zh", "title_en", "scope", "when")


def merge_values(
    kind: str, merge: str, values: Sequence[Any], levels: Sequence[str] = ()
) -> tuple[Any, tuple[int, ...]]:
    """One value out of several, given in order of rank, and the positions of those that set it."""
    if len(values) == 1:
        return values[0], (0,)
    if kind == "frequency_map":
        return _merge_by_key(values, merge)
    if merge in ORDERED_MERGES:
        order = KINDS[kind]
        assert order is not None  # noqa: S101  the loader refused everything else
        pick = min if merge == "min" else max
        best = pick(order(value, levels) for value in values)
        winners = tuple(i for i, value in enumerate(values) if order(value, levels) == best)
        return values[winners[0]], winners
    if merge == "all":
        answer = all(values)
        return answer, tuple(i for i, value in enumerate(values) if bool(value) is answer)
    if merge == "rank":
        return values[0], (0,)
    return (_union_of_maps(values) if kind == "map" else _union(values)), tuple(range(len(values)))


def _union(lists: Sequence[Sequence[Any]]) -> list[Any]:
    seen: dict[str, Any] = {}
    for items in lists:
        for item in items:
            seen.setdefault(json.dumps(item, sort_keys=True), item)
    return list(seen.values())


def _union_of_maps(maps: Sequence[dict[str, Any]]) -> dict[str, Any]:
    keys = dict.fromkeys(key for one in maps for key in one)
    return {key: _union([one[key] for one in maps if key in one]) for key in keys}


def _merge_by_key(maps: Sequence[dict[str, Any]], merge: str) -> tuple[dict[str, Any], tuple[int, ...]]:
    """The strictest per key: each platform keeps the frequency of the book that asks most of it (R-022)."""
    merged: dict[str, Any] = {}
    winners: set[int] = set()
    pick = min if merge == "min" else max
    for key in dict.fromkeys(key for one in maps for key in one):
        holders = [i for i, one in enumerate(maps) if key in one]
        best = pick(holders, key=lambda i: _frequency(maps[i][key], ()))
        merged[key] = maps[best][key]
        winners.add(best)
    return merged, tuple(sorted(winners))


# How a legal rule acts when it is hit (chapter 7).
SEVERITIES = (("block", _("blocks")), ("warn", _("warns")), ("test", _("tested by the machine")))
