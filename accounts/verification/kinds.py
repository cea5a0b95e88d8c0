"""What verification brings: its kind, ledger events, notice and sweep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.platforms.health import register_health
from accounts.verification.health import QUALIFICATION_HEALTH, VERIFICATION_HEALTH
from accounts.verification.services import lapse_verifications
from governance.public import register_events, register_kind, register_notice, register_sweeper

register_kind(
    "account_verification", model="accounts.AccountVerification", label=_("verification of an account"),
    url="accounts:verification_detail", joined=("account",), dated_by="applied_on",
)  # fmt: skip
register_events(
    {
        "account_verification.applied": _("applied for the verification of an account"),
        "account_verification.verified": _("recorded an account as verified"),
        "account_verification.refused": _("recorded that a verification was refused"),
        "account_verification.revoked": _("recorded that a verification was taken away"),
        "account_verification.lapsed": _("let a verification lapse at its last day"),
        "account_verification.replaced": _("replaced a verification by a newer one"),
    }
)
register_notice(
    "account_verification.lapsed",
    zh=("认证已失效：{record}", "“{record}”已失效，该账号现在不能发布。请办理续期，并登记凭证。"),
    en=(
        "A verification has lapsed: {record}",
        "“{record}” has lapsed and nothing can be published there now. Renew it and record the proof.",
    ),
)
register_sweeper("verifications_lapsed", lapse_verifications)
for row in (VERIFICATION_HEALTH, QUALIFICATION_HEALTH):
    register_health(row)
