"""What people are told about their record and their roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override

from accounts.people.models import User
from governance.public import register_notice

FIELDS = {field.name: field.verbose_name for field in User._meta.fields}


def _fields(params: Mapping[str, Any], language: str) -> dict[str, str]:
    """The changed fields in words."""
    with override("en" if language == "en" else "zh-hans"):
        names = [str(FIELDS[name]) for name in params.get("fields", ()) if name in FIELDS]
    return {"fields": (", " if language == "en" else "、").join(names)}


register_notice(
    "person.changed",
    zh=("您的人员资料已更改", "{who}更改了您的资料：{fields}。如有不符，请联系管理员。"),
    en=("Your record was changed", "{who} changed in your record: {fields}. If that is wrong, tell an administrator."),
    fill=_fields,
)
register_notice(
    "person.reopened",
    zh=("您的登录已重新启用", "{who}重新启用了您的登录。角色须重新授予，密码请通过邮件链接设置。"),
    en=(
        "Your login is open again",
        "{who} opened your login again. Roles are given anew, and you set a password by the link of a mail.",
    ),
)
