"""Kinds, ledger events and notices of the interfaces."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from content.connectors.outbox import order_withdrawal
from content.publishing.following import follow_withdrawal
from governance.public import register_events, register_kind, register_notice

register_kind("connection", model="content.Connection", label=_("interface of an account"))
register_kind("dispatch", model="content.Dispatch", label=_("order to an interface"), joined=("draft", "account"))
register_events(
    {
        "connection.made": _("connected an account with its interface"),
        "connection.changed": _("changed the interface of an account"),
        "dispatch.ordered": _("sent a post on its way to an interface"),
        "dispatch.sent": _("an interface took a post"),
        "dispatch.rejected": _("an interface rejected a post"),
        "dispatch.stopped": _("stopped a post before it went out"),
        "dispatch.unclear": _("nobody knows whether a post stands"),
        "dispatch.settled": _("settled by hand what came of a post"),
        "dispatch.called_back": _("called a post back before it went out"),
    }
)
register_notice(
    "dispatch.rejected",
    zh=("平台拒绝发布：{record}", "“{record}”未能发布：{words} 请检查接口与凭据，或按发布清单人工发布。"),
    en=(
        "Rejected by the platform: {record}",
        "“{record}” was not published: {words} Check the interface and its token, or publish by the kit.",
    ),
)
register_notice(
    "dispatch.stopped",
    zh=("发布前已停止：{record}", "“{record}”没有发出：{words} 请处理后重新安排。"),
    en=("Stopped before it went out: {record}", "“{record}” was not sent: {words} See to that, then plan it again."),
)
register_notice(
    "dispatch.unclear",
    zh=("无法确认是否已发布：{record}", "“{record}”是否已出现在平台上无法确认：{words} 请到平台查看，并写明结果。"),
    en=(
        "Nobody knows whether it stands: {record}",
        "Whether “{record}” stands on the platform is unclear: {words} Look there, and write down what you see.",
    ),
)
register_notice(
    "dispatch.stands",
    zh=("仍在平台上：{record}", "“{record}”未能通过接口撤下：{words} 请到平台人工撤下。"),
    en=(
        "It still stands: {record}",
        "“{record}” was not taken down by the interface: {words} Take it down on the platform by hand.",
    ),
)
follow_withdrawal("interface", order_withdrawal)
