"""What people are told about their roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override

from accounts.grants.closing import end_roles
from accounts.grants.health import HEALTH
from accounts.platforms.closing import register_closing
from accounts.platforms.health import register_health
from governance.public import ROLES_BY_CODE, register_notice


def _role(params: Mapping[str, Any], language: str) -> dict[str, str]:
    """The role in words, and where: `accounts` are the handles, none for the company."""
    with override("en" if language == "en" else "zh-hans"):
        row = ROLES_BY_CODE.get(params.get("role", ""))
        handles = ", ".join(params.get("accounts", ()))
        company = "the company" if language == "en" else "全公司"
        return {"role": str(row.label) if row else "", "where": handles or company}


register_notice(
    "role.given",
    zh=("您获得角色：{role}", "{who}授予您“{role}”角色，范围：{where}。"),
    en=("You were given the role {role}", "{who} gave you the role “{role}” for {where}."),
    fill=_role,
)
register_notice(
    "role.taken",
    zh=("您的角色已收回：{role}", "{who}收回了您的“{role}”角色，范围：{where}。"),
    en=("The role {role} was taken from you", "{who} took the role “{role}” for {where} from you."),
    fill=_role,
)
register_closing("roles", end_roles)
register_health(HEALTH)
