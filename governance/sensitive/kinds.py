"""Kind, requests, ledger events, notices, sweep and search of sensitive operations."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.approvals.rules import DECIDE_WITHIN, ApprovalKind, Particular, Responsible, register_approval_kind
from governance.deadlines.rules import DEFAULT_LADDER
from governance.deadlines.sweep import register_sweeper
from governance.kinds.registry import register_kind
from governance.ledger.events import register_events
from governance.notices.templates import register_notice
from governance.search.registry import Hit, register_searcher
from governance.sensitive import services
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.rules import (
    BY_GRANT,
    DECIDE_AT_ONCE,
    OPERATIONS,
    RECORD,
    WHAT_LIMIT,
    OperationKind,
    kind_of_request,
)

register_kind(
    RECORD, model="governance.SensitiveOperation", label=_("sensitive operation"), url="governance:sensitive_detail",
    joined=("account",), dated_by="asked_at",
)  # fmt: skip

FIELDS = (
    Particular("what", _("What it does"), "lines", required=False, limit=WHAT_LIMIT),
    Particular("planned_at", _("Planned for"), "moment", required=False),
)


def _register(row: OperationKind, deciders: tuple[Responsible, ...], *, at_once: bool) -> None:
    register_approval_kind(
        ApprovalKind(
            kind_of_request(row.code, at_once=at_once),
            label=row.label,
            deciders=deciders,
            fields=FIELDS,
            decide_within=DECIDE_AT_ONCE if at_once else DECIDE_WITHIN,
            ladder="urgent" if at_once else DEFAULT_LADDER,
            valid_for=row.valid_for,
            help=row.covers,
            gains="",
            from_page=False,
            everybody=at_once,
            on_agreed=services.agree,
            on_refused=services.refuse,
            on_ended=services.end_request,
        )
    )


for _row in OPERATIONS:
    if _row.place != BY_GRANT:
        _register(_row, _row.deciders, at_once=False)
    if _row.at_once:
        _register(_row, _row.at_once, at_once=True)

register_events(
    {
        "sensitive.asked": _("asked for a sensitive operation"),
        "sensitive.agreed": _("agreed to a sensitive operation"),
        "sensitive.refused": _("refused a sensitive operation"),
        "sensitive.done": _("carried out a sensitive operation"),
        "sensitive.withdrawn": _("took back a sensitive operation"),
        "sensitive.lapsed": _("let a sensitive operation lapse"),
        "sensitive.found_done": _("found a sensitive operation done without a yes"),
        "sensitive.reviewed": _("reviewed what was agreed in a hurry"),
    }
)
register_notice(
    "sensitive.done",
    zh=("已执行：{record}", "您同意的敏感操作“{record}”已执行。"),
    en=("Carried out: {record}", "“{record}”, to which you agreed, was carried out."),
)
register_notice(
    "sensitive.lapsed",
    zh=("已失效：{record}", "“{record}”已获同意但未在时限内执行，同意已失效。如仍需要，请重新申请。"),
    en=("Lapsed: {record}", "“{record}” was agreed to and not done in its time. Ask again if it is still needed."),
)
register_notice(
    "sensitive.found",
    zh=("未经同意的敏感操作：{record}", "发现“{record}”未经他人同意即已执行。请查明原因并采取措施。"),
    en=("Done without a yes: {record}", "“{record}” was found done without anybody's yes. Find out why, and act."),
)
register_notice(
    "sensitive.to_review",
    zh=("请复核：{record}", "“{record}”因情况紧急由他人先行同意并已执行，请在两天内复核。"),
    en=("To review: {record}", "“{record}” was agreed to in a hurry and done. Look at it again within two days."),
)
register_sweeper("sensitive_lapsed", services.lapse_operations)


def _find(user: Any, query: str, limit: int) -> list[Hit]:
    """Among the operations that one may see, by subject, what is done, reason and name of who asked."""
    words = Q(title__icontains=query) | Q(what__icontains=query) | Q(reason__icontains=query)
    rows = SensitiveOperation.objects.visible_to(user).filter(words | Q(asked_by__display_name__icontains=query))
    return [Hit(str(row), row.get_absolute_url(), row.get_status_display()) for row in rows.order_by("-pk")[:limit]]


register_searcher(RECORD, _find)
