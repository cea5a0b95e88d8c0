"""Ledger event, notice and sweep of drafts whose window is over."""

from django.utils.translation import gettext_lazy as _

from content.replanning.services import note_windows_over
from governance.public import register_events, register_notice, register_sweeper

register_events({"draft.window_over": _("the window of a signed draft was over before it went out")})
register_notice(
    "draft.plan_again",
    zh=(
        "请重新安排：{record}",
        "稿件“{record}”已签署，但发布窗口已过，不会自行发布。请选择新的窗口并重新提交，原有签署随之作废。",
    ),
    en=(
        "Plan again: {record}",
        "“{record}” is signed, but its window is over, so it does not go out. Choose another window and submit it "
        "again; the signatures are void with it.",
    ),
)
register_sweeper("windows_over", note_windows_over)
