"""Kinds and notices of deadlines, and what the calendars want from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.deadlines.reckoning import moment_of
from governance.deadlines.rules import PURPOSES, RUNG_WORDS
from governance.deadlines.services import recompute_soon
from governance.deadlines.sweep import register_sweeper
from governance.kinds.registry import register_kind
from governance.ledger.events import register_events
from governance.notices.templates import register_notice
from governance.worktime.alarms import warn_operators
from governance.worktime.services import on_change


def _in_words(params: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """Purpose, state and due time in the reader's language and zone."""
    due = timezone.localtime(moment_of(params["due"]))
    _from, zh, en = max(row for row in RUNG_WORDS if row[0] <= params["percent"])
    purpose = PURPOSES.get(params["purpose"], (params["purpose"],) * 2)
    place = 1 if language == "en" else 0
    values = {"percent": params["percent"], "due": f"{due:%Y-%m-%d %H:%M}"}
    return {"purpose": purpose[place], "what": (zh, en)[place].format(**values), "owner": params["owner"] or "-"}


register_kind("deadline", model="governance.Deadline", label=_("deadline"), dated_by="due_at")
register_kind("ladder", model="governance.Ladder", label=_("ladder"))
register_events({"ladder.set": _("wrote a ladder of reminders")})
register_notice(
    "deadline.rung",
    zh=("{purpose}时限：{record}", "{record}：{purpose}{what}。负责人：{owner}。"),
    en=("Deadline of the {purpose}: {record}", "{record}: {purpose} {what}. Owner: {owner}."),
    fill=_in_words,
)
on_change(recompute_soon)
register_sweeper("calendar_alarms", warn_operators)
