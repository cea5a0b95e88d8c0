"""Kinds, ledger events, notices, sweep and search of duties."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.deadlines.sweep import register_sweeper
from governance.duties.models import JOINED, DutyRecord
from governance.duties.opening import sweep_duties
from governance.duties.rules import DUTY, RECORD, duty_kinds
from governance.kinds.registry import register_kind
from governance.ledger.events import register_events
from governance.notices.templates import register_notice
from governance.search.registry import Hit, register_searcher

register_kind(
    DUTY, model="governance.Duty", label=_("duty"), url="governance:duty_detail", joined=JOINED, dated_by="due_at"
)
register_kind(
    RECORD, model="governance.DutyRecord", label=_("record of a duty"), url="governance:duty_record", joined=JOINED,
    dated_by="filed_at",
)  # fmt: skip
register_events(
    {
        "duty.opened": _("asked for a duty that is due"),
        "duty.done": _("did a duty"),
        "duty.filed": _("wrote down what was done"),
        "duty.ended": _("ended a duty that is no longer needed"),
        "duty.given": _("gave a duty to whoever is responsible now"),
        "duty.passed_on": _("passed a duty on"),
    }
)
register_notice(
    "duty.faulty",
    zh=("检查发现问题：{record}", "{name}在“{record}”中登记了{count}项不符合，请整改；{again}前须复查。"),
    en=(
        "Not in order: {record}",
        "{name} found {count} things not in order in “{record}”. Put them right; it is checked again by {again}.",
    ),
)
register_notice(
    "duty.passed_on",
    zh=("转交给您：{record}", "{name}把“{record}”转交给您，原因：{reason}"),
    en=("Passed on to you: {record}", "{name} passed “{record}” on to you: {reason}"),
)
register_sweeper("duties", sweep_duties)


def _find(user: Any, query: str, limit: int) -> list[Hit]:
    """Records that one may see, by the name of the kind, of the place, of who filed it, and by the note."""
    named = [row.code for row in duty_kinds().values() if query.casefold() in str(row.label).casefold()]
    rows = DutyRecord.objects.visible_to(user).filter(
        Q(kind__in=named) | Q(note__icontains=query) | Q(account__name_zh__icontains=query)
        | Q(account__name_en__icontains=query) | Q(person__display_name__icontains=query)
        | Q(filed_by__display_name__icontains=query)
    )  # fmt: skip
    found = rows.select_related(*JOINED, "filed_by").order_by("-filed_at", "-pk")[:limit]
    return [
        Hit(str(row), row.get_absolute_url(), str(row.filed_by), row.account, row.filed_at.date()) for row in found
    ]  # fmt: skip


register_searcher(RECORD, _find)
