"""What leave brings: its kind of request, ledger events, notices, sweep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

import accounts.leave.leaving  # noqa: F401 - registers what passes on
from accounts.leave import services
from accounts.leave.handover import hand_over
from accounts.leave.rules import DECIDERS, FIELDS, KIND
from governance.public import (
    ApprovalKind,
    Limit,
    register_approval_kind,
    register_events,
    register_kind,
    register_notice,
    register_sweeper,
)

register_kind(KIND, model="accounts.Leave", label=_("leave"), url="accounts:leave_detail", dated_by="begins_at")
register_approval_kind(
    ApprovalKind(
        KIND,
        label=_("Leave"),
        deciders=DECIDERS,
        fields=FIELDS,
        decide_within=Limit(1, "working_days"),
        lapses_after=Limit(10, "working_days"),
        help=_("Leave is asked for ahead, with a deputy who does your duties meanwhile."),
        ask=services.ask_by_request,
        on_agreed=services.approve,
        on_refused=services.refuse,
        on_ended=services.end_request,
    )
)
register_events(
    {
        "leave.asked": _("asked for leave"),
        "leave.approved": _("approved a leave"),
        "leave.refused": _("refused a leave"),
        "leave.withdrawn": _("withdrew a leave"),
        "leave.lapsed": _("let a leave lapse undecided"),
        "leave.ended_early": _("came back from leave early"),
        "leave.cancelled": _("cancelled the leave of somebody who left the company"),
        "leave.deputy_replaced": _("had somebody else stand in, because the deputy left the company"),
        "leave.absence_recorded": _("entered an absence without approval"),
        "leave.handed_over": _("handed deadlines over to the deputy"),
        "leave.handed_back": _("handed deadlines back after a leave"),
    }
)
register_notice(
    "leave.deputy",
    zh=("您将代理{name}", "{first}至{last}由您代理{name}的职责：期限、通知、值班和审批届时转给您。"),
    en=(
        "You stand in for {name}",
        "From {first} to {last} you stand in for {name}: deadlines, notices, shifts and decisions come to you then.",
    ),
)
register_notice(
    "leave.absence",
    zh=("已登记您缺勤", "{who}登记您于{first}至{last}未经批准缺勤。如您在岗，请打开该记录并点“我已返岗”。"),
    en=(
        "You are entered as absent",
        "{who} entered that you are absent without approval from {first} to {last}. If you are here, open it and say"
        " so with “I am back”.",
    ),
)
register_notice(
    "leave.begun",
    zh=("代理已开始：{name}", "{name}已开始休假，至{last}止由您代理，未完成的期限已转给您。"),
    en=("Your deputyship begins: {name}", "{name} is on leave until {last}; the open deadlines are yours now."),
)
register_notice(
    "leave.over",
    zh=("不再代理{name}", "{name}的休假已取消或结束，您不再代理。"),
    en=("You no longer stand in for {name}", "The leave of {name} was withdrawn or is over."),
)
register_sweeper("leave", hand_over)
