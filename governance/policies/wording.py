"""Values of parameters in words, in the reader's language: what pages show in place of JSON."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.policies.books import term
from governance.policies.rules import UNIT_WORDS
from governance.worktime.explain import amount_in_words
from governance.worktime.rules import Limit


def _english() -> bool:
    return get_language() == "en"


def _list(items: list[str]) -> str:
    return (", " if _english() else "、").join(items)


def _pair(key: str, value: str) -> str:
    return f"{key}: {value}" if _english() else f"{key}：{value}"


def _limit(value: dict[str, Any]) -> str:
    return amount_in_words(Limit.of(value), "en" if _english() else "zh").strip()


def _frequency(value: dict[str, Any]) -> str:
    return _("%(amount)s a %(per)s") % {"amount": value["amount"], "per": term(value["per"])}


def _slot(row: dict[str, Any]) -> str:
    title = str(row["title_en"] if _english() else row["title_zh"])
    return _("%(title)s (%(clause)s)") % {"title": title, "clause": row["clause"]}


def value_in_words(value: Any, kind: str, unit: str = "") -> str:
    """A parameter's value as a person reads it: "2 working days", "抖音：每周3次", "yes"."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if kind == "limit":
        return _limit(value)
    if kind == "frequency":
        return _frequency(value)
    if kind == "frequency_map":
        return _list([_pair(term(key), _frequency(one)) for key, one in value.items()])
    if kind == "chain":
        return _list([_slot(row) for row in value])
    if kind == "bands":
        return _list([_("%(grade)s from %(score)s") % {"grade": term(code), "score": low} for code, low in value])
    if kind == "weights":
        groups = (
            _pair(term(role), _list([f"{term(row['code'])} {row['weight']}" for row in rows]))
            for role, rows in value.items()
        )
        return ("; " if _english() else "；").join(groups)
    if kind == "map":
        return _list([_pair(term(key), _plain(one)) for key, one in value.items() if one != []])
    if kind in {"count", "interval"}:
        return f"{value} {UNIT_WORDS.get(unit, unit)}"
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return _list([_limit(one) if isinstance(one, dict) else _plain(one) for one in value])
    return term(value) if isinstance(value, str) else str(value)
