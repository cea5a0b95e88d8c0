"""Ledger events, notices and the sweep of governing groups."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

import accounts.groups.leaving  # noqa: F401 - registers what passes on
from accounts.groups.health import HEALTH
from accounts.groups.services import sweep_groups
from accounts.platforms.health import register_health
from governance.public import register_events, register_kind, register_notice, register_sweeper

register_health(HEALTH)
register_kind(
    "group_seat", model="accounts.GroupSeat", label=_("seat on a governing group"), url="accounts:group_detail",
    url_field="policy_code", joined=("policy",),
)  # fmt: skip
register_events(
    {
        "group.member_named": _("named a member of a governing group"),
        "group.seat_ended": _("ended a seat on a governing group"),
    }
)
register_notice(
    "group.named",
    zh=("您已加入管理小组：{record}", "{who}任命您加入管理小组：{record}。"),
    en=("You sit on a governing group: {record}", "{who} gave you this seat on a governing group: {record}."),
)
register_notice(
    "group.over",
    zh=("小组任期已满：{record}", "{name}在管理小组的任期已满（{record}）。请续任或另任命他人。"),
    en=("A seat is over: {record}", "The term of {name} is over ({record}). Name them again, or somebody else."),
)
register_sweeper("groups", sweep_groups)
