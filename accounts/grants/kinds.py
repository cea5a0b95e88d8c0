"""What grants bring: kinds of record and of request, notices, the sweep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.grants.asking import details_of
from accounts.grants.closing import end_roles
from accounts.grants.health import EXPIRING_HEALTH, HEALTH
from accounts.grants.rules import APPROVERS, EXCEPTION, EXCEPTION_LIMIT, RECORD, deciders_of
from accounts.grants.services import give_what_was_asked
from accounts.grants.signing import public_keys
from accounts.grants.sweeping import sweep_grants
from accounts.platforms.closing import register_closing
from accounts.platforms.health import register_health
from governance.public import (
    ROLES_BY_CODE,
    ApprovalKind,
    Found,
    Limit,
    Particular,
    listed,
    register_approval_kind,
    register_kind,
    register_notice,
    register_reading,
    register_sweeper,
)

register_kind(
    RECORD, model="governance.Grant", label=_("grant"), url="accounts:grant_detail", joined=("person", "account")
)
FIELDS = (
    Particular(
        EXCEPTION, _("Exception from keeping roles apart"), required=False, limit=EXCEPTION_LIMIT,
        help=_("Why nobody else can hold one of the roles until then."),
    ),
)  # fmt: skip
for row in APPROVERS:
    register_approval_kind(
        ApprovalKind(
            row.kind,
            label=_("Roles and rights"),
            deciders=deciders_of(row),
            lapses_after=Limit(10, "working_days"),
            help=_("For yourself, your department or your people. The rule books of the accounts say who decides."),
            climbs=row.climbs,
            from_page=row is APPROVERS[0],
            asked_on="accounts:grants_ask",
            fields=FIELDS,
            details=details_of,
            on_agreed=give_what_was_asked,
        )
    )


def _role(params: Mapping[str, Any], language: str) -> dict[str, str]:
    """The role in words, and where: `accounts` are the handles, none for the company."""
    with override("en" if language == "en" else "zh-hans"):
        row = ROLES_BY_CODE.get(params.get("role", ""))
        handles = listed(params.get("accounts", ()))
        company = "the company" if language == "en" else "全公司"
        return {
            "role": str(row.label) if row else "", "where": handles or company, "reason": params.get("reason") or "–",
        }  # fmt: skip


register_notice(
    "role.given",
    zh=("您获得角色：{role}", "{who}批准授予您“{role}”角色，范围：{where}。"),
    en=("You were given the role {role}", "{who} agreed that you hold the role “{role}” for {where}."),
    fill=_role,
)
register_notice(
    "role.taken",
    zh=("您的角色已收回：{role}", "{who}收回了您的“{role}”角色，范围：{where}。原因：{reason}"),
    en=(
        "The role {role} was taken from you",
        "{who} took the role “{role}” for {where} from you. The reason: {reason}",
    ),
    fill=_role,
)
register_closing("roles", end_roles)
register_health(HEALTH)
register_health(EXPIRING_HEALTH)
register_notice(
    "role.expiring",
    zh=(
        "授权即将到期：{role}",
        "{name}的“{role}”角色（范围：{where}）将于{end}到期并自动失效。如仍需要，请提前申请延期。",
    ),
    en=(
        "Soon over: the role {role}",
        "The role “{role}” of {name} for {where} is over at {end}. If it is needed longer, ask for it anew.",
    ),
    fill=_role,
)
register_notice(
    "role.expired",
    zh=("授权已到期：{role}", "您的“{role}”角色（范围：{where}）已到期失效。如仍需要，请重新申请。"),
    en=("Over: the role {role}", "Your role “{role}” for {where} is over. If you still need it, ask for it anew."),
    fill=_role,
)
register_sweeper("grants", sweep_grants)


def _signing_keys(now: datetime) -> Found:
    """The public keys by which anybody checks an access register that was taken away."""
    try:
        keys = public_keys()
    except ImproperlyConfigured as error:
        return Found(str(error), "bad", _("Set VAULT_KEYS: without it no register can be signed and no secret kept."))
    return Found("; ".join(f"{name}: {key}" for name, key in keys.items()), "good", "")


register_reading("signing_keys", _("Public key of signed registers"), _signing_keys)
