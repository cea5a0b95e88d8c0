"""Kind, ledger events, notices, sweep and search of requests."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.approvals.models import ApprovalRequest
from governance.approvals.services import find_deciders_again, lapse_requests
from governance.deadlines.sweep import register_sweeper
from governance.kinds.registry import register_kind
from governance.ledger.events import register_events
from governance.notices.templates import register_notice
from governance.search.registry import Hit, register_searcher

register_kind(
    "approval_request",
    model="governance.ApprovalRequest",
    label=_("request"),
    url="governance:approval_detail",
    dated_by="asked_at",
)
register_events(
    {
        "approval.asked": _("asked for approval"),
        "approval.agreed_in_part": _("agreed as the first of two"),
        "approval.agreed": _("agreed to a request"),
        "approval.refused": _("refused a request"),
        "approval.withdrawn": _("withdrew a request"),
        "approval.lapsed": _("let a request lapse undecided"),
        "approval.handed_on": _("handed a request on because who asked has left"),
    }
)
register_notice(
    "approval.to_decide",
    zh=("待审批：{record}", "{name}提交了申请“{record}”，请审批。"),
    en=("To decide: {record}", "{name} asks for “{record}”. Please decide."),
)
register_notice(
    "approval.agreed",
    zh=("已同意：{record}", "申请“{record}”已获同意。"),
    en=("Agreed: {record}", "The request “{record}” was agreed to."),
)
register_notice(
    "approval.refused",
    zh=("未同意：{record}", "申请“{record}”未获同意，理由见申请页面。"),
    en=("Refused: {record}", "The request “{record}” was refused; its page says why."),
)
register_notice(
    "approval.lapsed",
    zh=("申请已失效：{record}", "申请“{record}”在时限内无人审批，现已失效。如仍需要，请重新提交。"),
    en=("Lapsed: {record}", "Nobody decided “{record}” in its time. Ask again if it is still needed."),
)
register_sweeper("requests_lapsed", lapse_requests)
register_sweeper("deciders_found_again", find_deciders_again)


def _find(user: Any, query: str, limit: int) -> list[Hit]:
    """Among the requests that one may see, by subject, reason and name of who asked."""
    rows = ApprovalRequest.objects.visible_to(user).filter(
        Q(title__icontains=query) | Q(reason__icontains=query) | Q(asked_by__display_name__icontains=query)
    )
    return [Hit(str(row), row.get_absolute_url(), row.get_status_display()) for row in rows.order_by("-pk")[:limit]]


register_searcher("approval_request", _find)
