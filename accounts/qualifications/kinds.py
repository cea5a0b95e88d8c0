"""Kinds, ledger events, notices and the reminder of qualifications."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

import accounts.qualifications.leaving  # noqa: F401 - registers what passes on
from accounts.qualifications.services import remind_reviewers
from governance.public import register_events, register_kind, register_notice, register_sweeper

register_kind(
    "qualification", model="accounts.Qualification", label=_("qualification of a reviewer"),
    url="accounts:qualification_detail", joined=("person",),
)  # fmt: skip
register_events(
    {
        "qualification.appointed": _("appointed a reviewer"),
        "qualification.ended": _("ended the qualification of a reviewer"),
    }
)
register_notice(
    "qualification.appointed",
    zh=("您已被任命为审核人", "{who}任命您为审核人，有效期至{until}。到期前请参加培训和测验以便续任。"),
    en=(
        "You are a reviewer",
        "{who} appointed you as reviewer; it holds until {until}. Be trained and tested before.",
    ),
)
register_notice(
    "qualification.ended",
    zh=("您的审核资格已终止", "您的审核资格已终止，即时停止签署。原因：{reason}"),
    en=("Your qualification as reviewer ended", "You sign no more as reviewer from now on. The reason: {reason}"),
)
register_notice(
    "qualification.soon",
    zh=("审核资格即将到期：{name}", "{name}的审核资格将于{until}到期，届时停止签署。请在此之前完成培训、测验并续任。"),
    en=(
        "A reviewer's qualification ends soon: {name}",
        "The qualification of {name} ends on {until}, and with it the right to sign. Train, test and renew before.",
    ),
)
register_sweeper("qualifications", remind_reviewers)
