"""Kinds, ledger events, notices and sweep of prize draws."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

import content.draws.leaving  # noqa: F401 - registers what passes on
from content.draws.delivering import sweep_draws
from content.draws.rules import KIND, WINNER_KIND
from governance.public import register_events, register_kind, register_notice, register_sweeper

register_kind(
    KIND,
    model="content.Draw",
    label=_("prize draw"),
    url="content:draw_detail",
    joined=("campaign",),
    dated_by="draws_at",
)
register_kind(
    WINNER_KIND, model="content.DrawWinner", label=_("winner"), url="content:draw_detail", url_field="draw_id",
    joined=("draw__campaign",),
)  # fmt: skip
register_sweeper("draws", sweep_draws)
register_events(
    {
        "draw.frozen": _("froze the list of a prize draw"),
        "draw.held": _("held a prize draw"),
        "draw.witnessed": _("witnessed a prize draw"),
        "draw.finished": _("closed a prize draw whose prizes are out"),
        "draw.voided": _("voided a prize draw"),
        "draw.rejected": _("rejected a prize draw as its witness"),
        "draw.witness_asked": _("asked for another witness of a prize draw"),
        "draw.witness_named": _("named another witness of a prize draw"),
        "draw.names_erased": _("erased who was behind the codes of a prize draw"),
        "draw.contact_kept": _("kept how a winner is reached"),
        "draw.contact_read": _("read how a winner is reached"),
        "draw.contact_deleted": _("deleted how a winner is reached"),
        "draw.delivered": _("recorded the delivery of a prize"),
        "draw.passed_on": _("passed a prize on"),
        "draw.moved_up": _("gave a prize to the next in reserve"),
        "draw.code_looked_up": _("looked up the code of a participant"),
    }
)
register_notice(
    "draw.frozen",
    zh=("抽奖名单已冻结：{record}", "抽奖“{record}”的名单已冻结并公布，您是见证人。开奖后请您核对并见证。"),
    en=(
        "List frozen: {record}",
        "The list of the draw “{record}” is frozen and public. You are its witness: look at it once it is drawn.",
    ),
)
register_notice(
    "draw.to_witness",
    zh=("请见证抽奖：{record}", "抽奖“{record}”已开奖，请您核对结果并见证，之后才会公布中奖名单。"),
    en=(
        "Please witness the draw: {record}",
        "“{record}” was drawn. Look at the result and witness it; the winners are shown after that.",
    ),
)
register_notice(
    "draw.witnessed",
    zh=("抽奖已见证：{record}", "抽奖“{record}”已由见证人确认，中奖名单已公布。请按期发放奖品并登记。"),
    en=(
        "Draw witnessed: {record}",
        "“{record}” was witnessed and its winners are shown. Deliver the prizes in time and record it.",
    ),
)
register_notice(
    "draw.rejected",
    zh=("见证人否决了抽奖：{record}", "见证人否决了“{record}”的开奖，理由已公开。请由作废人以外的人重新安排抽奖。"),
    en=(
        "Rejected by the witness: {record}",
        "The witness rejected “{record}”; the reason is public. Somebody else plans the draw in its place.",
    ),
)
register_notice(
    "draw.witness_asked",
    zh=("请同意更换见证人：{record}", "有人为抽奖“{record}”提名了另一位见证人，理由见抽奖页面。请决定是否同意。"),
    en=(
        "Another witness to agree to: {record}",
        "Another witness was asked for at “{record}”; the reason stands on its page. Look at it and decide.",
    ),
)
register_notice(
    "draw.witness_named",
    zh=("您成为抽奖见证人：{record}", "抽奖“{record}”现由您见证。开奖后请您核对结果并见证，之后才会公布中奖名单。"),
    en=(
        "You are the witness now: {record}",
        "You witness the draw “{record}” from now on. Look at the result once it is drawn, and witness it.",
    ),
)
