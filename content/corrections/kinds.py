"""Kind, request, ledger events, notices of corrections, and what a withdrawal does to them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.public import register_closing
from content.corrections.models import Correction
from content.corrections.rules import AGREED_BY, DECIDE_WITHIN, KIND, LAPSES_AFTER
from content.corrections.services import agreed, end_with_account, end_with_post, not_agreed, refused
from content.publishing.following import follow_withdrawal
from governance.public import (
    ApprovalKind,
    ApprovalRequest,
    Responsible,
    Sentence,
    register_approval_kind,
    register_events,
    register_kind,
    register_notice,
)


def _details(request: ApprovalRequest) -> list[tuple[Sentence, object]]:
    """What whoever decides reads: who noticed, the text that stands, the text that should."""
    row = Correction.objects.select_related("publication").filter(pk=request.target_id or 0).first()
    if row is None:
        return []
    return [
        (pgettext("figures", "Post"), row.publication.title),
        (_("Who noticed it"), row.noticed_by),
        (_("Corrected text"), row.corrected_text),
    ]


register_kind(
    KIND, model="content.Correction", label=_("correction"), url="content:correction_detail",
    joined=("publication", "account"), dated_by="asked_at",
)  # fmt: skip
for right, code in AGREED_BY.items():
    register_approval_kind(
        ApprovalKind(
            code,
            label=_("Correction of a post"),
            deciders=(Responsible("right", right),),
            everybody=True,
            climbs=False,
            confirmed=True,
            decision=KIND,
            decide_within=DECIDE_WITHIN,
            lapses_after=LAPSES_AFTER,
            scope="account",
            gains="",
            from_page=False,
            help=_(
                "A post that stands is wrong. Everybody whose signature such a post needs, and who neither asked nor "
                "wrote it, agrees to the whole text that should stand instead, one after the other; a new subject "
                "takes a new draft."
            ),
            details=_details,
            on_agreed=agreed,
            on_refused=refused,
            on_ended=not_agreed,
        )
    )
register_closing("corrections", end_with_account)
follow_withdrawal("corrections", end_with_post)
register_events(
    {
        "correction.asked": _("asked for a correction of a post"),
        "correction.signed": _("signed a correction of a post"),
        "correction.agreed": _("agreed to a correction of a post"),
        "correction.refused": _("did not agree to a correction of a post"),
        "correction.done": _("recorded a corrected post"),
        "correction.ended": _("ended a correction, because its post was withdrawn or its account closed"),
        "correction.dropped": _("gave a correction up"),
        "publication.corrected": _("corrected a publication"),
    }
)
register_notice(
    "correction.to_carry_out",
    zh=("请更正：{record}", "“{record}”的更正已获同意。请按同意的文字在平台上更正，并在期限内登记地址与截图。"),
    en=(
        "To be corrected: {record}",
        "A correction of “{record}” was agreed to. Correct the post by exactly that text, and record it in time.",
    ),
)
register_notice(
    "correction.done",
    zh=("已更正：{record}", "“{record}”已按同意的文字更正，并登记了截图。"),
    en=("Corrected: {record}", "“{record}” was corrected by the text that was agreed to, with its proof."),
)
register_notice(
    "correction.dropped",
    zh=("放弃更正：{record}", "发布人放弃了“{record}”的更正，理由见更正页面。如内容不能保留，请撤下。"),
    en=(
        "Correction given up: {record}",
        "The publisher gave up the correction of “{record}”; its page says why. If it cannot stand, withdraw it.",
    ),
)
register_notice(
    "correction.ended",
    zh=("更正已终止：{record}", "“{record}”的账号已关闭，已同意的更正随之终止。"),
    en=(
        "Correction ended: {record}",
        "The account of “{record}” was closed, so the correction that was agreed to ended with it.",
    ),
)
