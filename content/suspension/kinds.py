"""Kinds, ledger events and notices of suspensions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

import content.suspension.gates  # noqa: F401 - registers the gate and the bar
from governance.public import register_events, register_kind, register_notice

register_kind("suspension", model="content.Suspension", label=_("suspension"))
register_events(
    {
        "suspension.begun": _("suspended publishing"),
        "suspension.lifted": _("lifted a suspension"),
        "draft.approved_again": _("approved a post again after a suspension"),
    }
)
register_notice(
    "draft.suspended",
    zh=(
        "已暂停发布：{record}",
        "账号“{account}”已暂停发布，稿件“{record}”已移出排期。恢复后须再次批准，并重新安排时间。",
    ),
    en=(
        "Suspended: {record}",
        "Publishing on “{account}” is suspended, so “{record}” is out of the schedule. Once that is lifted it is "
        "approved again, and planned again.",
    ),
)
