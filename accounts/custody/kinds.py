"""Kinds, ledger events and notices of custody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

import accounts.custody.acts
import accounts.custody.leaving
import accounts.custody.shares  # noqa: F401 - registers sensitive steps, what passes on, and what a share asks for
from accounts.custody.closing import end_logins
from accounts.custody.health import HEALTH
from accounts.custody.rules import CAUSES
from accounts.custody.sweeping import sweep_custody
from accounts.platforms.closing import register_closing
from accounts.platforms.health import register_health
from governance.public import register_events, register_kind, register_notice, register_sweeper

register_kind("credential", model="accounts.Credential", label=_("credential"), url="accounts:credential_detail")
register_kind(
    "checkout",
    model="accounts.Checkout",
    label=_("checkout of a login"),
    url="accounts:checkout_detail",
    dated_by="taken_at",
)
register_kind("reveal", model="accounts.Reveal", label=_("reveal of a secret"), dated_by="asked_at")
register_events(
    {
        "credential.added": _("took a login into custody"),
        "credential.rotated": _("changed the secret of a login"),
        "credential.rotation_ordered": _("set the day by which a secret must change"),
        "credential.handed_over": _("handed a login over"),
        "credential.retired": _("retired a login"),
        "credential.ended": _("retired a login with its account"),
        "credential.taken_out": _("took a login out"),
        "credential.returned": _("gave a login back"),
        "credential.glass_broken": _("took a login out in an emergency"),
        "credential.glass_reviewed": _("reviewed an emergency"),
        "credential.reveal_asked": _("asked to see a secret"),
        "credential.revealed": _("was shown a secret"),
        "credential.used": _("published with the token of an interface"),
        "credential.shared": _("shared a login"),
        "credential.share_ended": _("ended the share of a login"),
        "vault.rekeyed": _("sealed the vault under a new key"),
    }
)


def _cause(params: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    with override("en" if language == "en" else "zh-hans"):
        cause = CAUSES.get(params.get("cause", ""))
        return {"cause": str(cause.label)} if cause else {}


register_notice(
    "credential.rotate",
    zh=("请更换密码：{record}", "“{record}”须更换密码，原因：{cause}。请打开保管页更换。"),
    en=("Please change a secret: {record}", "“{record}” must change because of this: {cause}. Open it and change it."),
    fill=_cause,
)
register_notice(
    "credential.soon",
    zh=("密码即将到期：{record}", "“{record}”须在{due}之前更换密码。"),
    en=("A secret is due soon: {record}", "“{record}” must change before {due}."),
)
register_notice(
    "credential.glass_broken",
    zh=("紧急取用：{record}", "{who}在紧急情况下取用了“{record}”。请查看原因，并由他人复核。"),
    en=("Taken out in an emergency: {record}", "{who} took “{record}” out in an emergency. Look why, and review it."),
)
register_notice(
    "credential.shared",
    zh=("登录已共用给您：{record}", "您可以使用“{record}”至{until}。请遵守承诺的安全措施，用毕立即归还。"),
    en=(
        "A login is shared with you: {record}",
        "You may use “{record}” until {until}. Keep what you promised and give it back.",
    ),
)
register_sweeper("custody", sweep_custody)
register_closing("logins", end_logins)
register_health(HEALTH)
