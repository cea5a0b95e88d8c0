"""Kinds, ledger events, notices, search and sweep of the review of rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

import accounts.recertification.leaving  # noqa: F401 - registers what passes on
from accounts.platforms.health import register_health
from accounts.platforms.places import told_places
from accounts.recertification.finding import find_rounds
from accounts.recertification.health import HEALTH
from accounts.recertification.rules import KIND, LINE_KIND
from accounts.recertification.sweeping import sweep_recertification
from governance.public import (
    ROLES_BY_CODE,
    register_events,
    register_kind,
    register_notice,
    register_searcher,
    register_sweeper,
)

register_health(HEALTH)
register_kind(
    KIND, model="accounts.RecertificationRound", label=_("review of rights"), url="accounts:recertification_round",
    dated_by="opened_at", joined=("account",),
)  # fmt: skip
register_kind(
    LINE_KIND, model="accounts.RecertificationLine", label=_("right under review"), joined=("round", "person")
)
register_searcher(KIND, find_rounds)
register_events(
    {
        "recertification.opened": _("opened a review of rights"),
        "recertification.kept": _("kept a right in a review"),
        "recertification.revoked": _("revoked a right in a review"),
        "recertification.lapsed": _("took a right that nobody confirmed in a review"),
        "recertification.line_ended": _("noted that a right under review has ended"),
        "recertification.escalated": _("passed the last right of its kind to a superior"),
        "recertification.closed": _("closed a review of rights"),
    }
)


def _role(params: Mapping[str, Any], language: str) -> dict[str, str]:
    """The role in words, and where it was held."""
    with override("en" if language == "en" else "zh-hans"):
        row = ROLES_BY_CODE.get(params.get("role", ""))
        # A notice of before kept the handle alone.
        where = params.get("account") or told_places(params, language)
        return {"role": str(row.label) if row else "", "where": where}


register_notice(
    "recertification.opened",
    zh=("请复核权限：{record}", "请在{due}之前逐项决定“{record}”的权限去留。到期未决定的权限将被收回。"),
    en=(
        "Please review rights: {record}",
        "Decide by {due} which rights of “{record}” stay. What nobody confirms by then is taken away.",
    ),
)
register_notice(
    "recertification.remind",
    zh=("权限复核即将到期：{record}", "“{record}”还有权限等您决定，{due}到期后未决定的权限将被收回。"),
    en=(
        "A review of rights is nearly over: {record}",
        "Rights of “{record}” still wait for your decision. What nobody confirms by {due} is taken away.",
    ),
)
register_notice(
    "recertification.escalated",
    zh=("请决定最后一名管理人的权限：{record}", "{name}的权限无人复核。因其为最后一名管理人，未予收回，现请您决定。"),
    en=(
        "Please decide about the last manager: {record}",
        "Nobody decided about the right of {name}. As the last one who manages it was not taken; please decide.",
    ),
)
register_notice(
    "recertification.revoked",
    zh=("权限复核后收回您的角色：{role}", "{who}在权限复核中收回了您的“{role}”角色，范围：{where}。"),
    en=("A review took the role {role} from you", "In a review of rights {who} took the role “{role}” for {where}."),
    fill=_role,
)
register_notice(
    "recertification.lapsed",
    zh=(
        "您的角色未获确认，已收回：{role}",
        "权限复核到期，无人确认您的“{role}”角色（范围：{where}），系统已将其收回。",
    ),
    en=(
        "Nobody confirmed your role {role}",
        "A review of rights is over and nobody confirmed your role “{role}” for {where}, so it was taken.",
    ),
    fill=_role,
)
register_sweeper("recertification", sweep_recertification)
