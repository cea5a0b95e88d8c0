"""Kind, ledger events, notices and the reminder of accreditations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.accreditations.services import remind_advisers
from governance.public import register_events, register_kind, register_notice, register_sweeper

register_kind(
    "accreditation", model="accounts.Accreditation", label=_("accreditation of an adviser"),
    url="accounts:accreditation_detail", joined=("person",),
)  # fmt: skip
register_events(
    {
        "accreditation.filed": _("put an adviser's accreditation on file"),
        "accreditation.ended": _("ended an adviser's accreditation"),
    }
)
register_notice(
    "accreditation.filed",
    zh=("您的执业资质已备案", "{who}已将您的执业资质备案，有效期至{until}。到期前请提交更新后的证件。"),
    en=(
        "Your accreditation is on file",
        "{who} put your accreditation on file; it counts until {until}. Renew it before.",
    ),
)
register_notice(
    "accreditation.ended",
    zh=("您的执业资质备案已终止", "您的执业资质备案已终止，凭该资质的签署即时停止。原因：{reason}"),
    en=(
        "Your accreditation counts no more",
        "Signatures under your accreditation rest from now on. The reason: {reason}",
    ),
)
register_notice(
    "accreditation.soon",
    zh=("执业资质即将到期：{name}", "{name}的执业资质将于{until}到期，届时健康内容的签署停止。请在此之前更新并备案。"),
    en=(
        "An adviser's accreditation ends soon: {name}",
        "The accreditation of {name} ends on {until}, and with it the signatures on health content. Renew it before.",
    ),
)
register_sweeper("accreditations", remind_advisers)
