"""Kind, ledger events, notice and reminder of licences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from content.licences.services import remind_keepers
from governance.public import register_events, register_kind, register_notice, register_sweeper

register_kind("licence", model="content.Licence", label=_("licence"), url="content:licence_detail")
register_events(
    {
        "licence.registered": _("registered a licence"),
        "licence.renewed": _("renewed a licence"),
        "licence.ended": _("ended a licence"),
    }
)
register_notice(
    "licence.soon",
    zh=(
        "许可即将到期：{record}",
        "许可“{record}”将于{until}到期，之后使用该素材的内容不能再提交或发布。请续期并上传凭证，或更换素材。",
    ),
    en=(
        "A licence ends soon: {record}",
        "The licence “{record}” ends on {until}; after that nothing with its material is submitted or published. "
        "Renew it with its proof, or replace the material.",
    ),
)
register_sweeper("licences", remind_keepers)
