"""The kinds of records that this floor brings, and how their ledger entries read."""

from django.utils.translation import gettext_lazy as _

import content.calendar_feed.kinds
import content.campaigns.kinds
import content.connectors.kinds
import content.corrections.kinds
import content.drafts.urgency
import content.draws.kinds
import content.leaving
import content.licences.kinds
import content.materials.kinds
import content.media.kinds
import content.originality.kinds
import content.period_plans.kinds
import content.plan_imports.kinds
import content.promotions.kinds
import content.publishing.acts
import content.replanning.kinds
import content.rhythm.kinds
import content.suspension.kinds
import content.timeliness.kinds  # noqa: F401 - registers what news bring
from accounts.public import register_closing, register_health, register_hold
from content.drafts.ending import complete_left_over, leave_account, leave_left_over
from content.finding import find_drafts, find_files, find_plans, find_publications
from content.publishing.closing import hold_scheduled, stop_scheduled
from content.publishing.following import follow_withdrawal
from content.publishing.health import HEALTH
from content.review.conclusions import withdrawn
from content.review.late import open_late_reviews
from governance.public import (
    register_events,
    register_kind,
    register_notice,
    register_searcher,
    register_sweeper,
    register_trial,
)

register_health(HEALTH)
register_closing("scheduled", stop_scheduled)
register_closing("drafts", leave_account)
register_hold("scheduled", hold_scheduled)
register_kind("plan", model="content.PlanItem", label=_("plan item"), url="content:plan_detail", dated_by="planned_at")
register_kind("draft", model="content.Draft", label=_("draft"), url="content:draft_detail", dated_by="created_at")
register_kind(
    "publication",
    model="content.Publication",
    label=_("publication"),
    url="content:publication_detail",
    dated_by="published_at",
)
register_kind(
    "signature",
    model="content.ReviewSlot",
    label=_("signature"),
    url="content:review_page",
    url_field="draft_id",
    dated_by="decided_at",
)
register_kind(
    "late_review", model="content.LateReview", label=_("review after release"), url="content:late_review",
    joined=("publication", "account"), dated_by="opened_at",
)  # fmt: skip
register_kind(
    "comment_thread",
    model="content.CommentThread",
    label=_("comment"),
    joined=("draft", "account"),
    dated_by="opened_at",
)
register_kind(
    "checkpoint", model="content.Checkpoint", label=_("checkpoint"), url="content:checkpoint_note",
    joined=("publication", "account"), dated_by="due_at",
)  # fmt: skip

register_kind("secret_term", model="content.SecretTerm", label=_("secret word of the company"))
register_kind("registered_host", model="content.RegisteredHost", label=_("registered host"))

register_kind("registered_contact", model="content.RegisteredContact", label=_("registered contact"))
register_kind("lexicon_term", model="content.LexiconTerm", label=_("word of the company's lexicon"))

register_events(
    {
        "linter.registered": _("registered a word, a host or a contact for the linter"),
        "linter.changed": _("changed a word, a host or a contact of the linter"),
        "lexicon.added": _("added a word to the lexicon of the company"),
        "lexicon.changed": _("changed a word of the lexicon of the company"),
        "plan.created": _("wrote a plan item"),
        "plan.changed": _("changed a plan item"),
        "plan.edited": _("opened a plan item again"),
        "plan.submitted": _("submitted a plan item"),
        "plan.approved": _("approved a plan item"),
        "plan.returned": _("returned a plan item"),
        "plan.handed_on": _("handed a plan item on because somebody left"),
        "plan.dropped": _("dropped a plan item"),
        "draft.created": _("began a draft"),
        "draft.changed": _("changed a draft"),
        "draft.edited": _("edited a draft, which voids its signatures"),
        "draft.urgency_approved": _("approved the urgent reason of a draft"),
        "draft.submitted": _("submitted a draft for review"),
        "draft.taken_back": _("took a draft back"),
        "draft.signed": _("signed a draft"),
        "draft.passed_first": _("signed a draft, which passed the first review"),
        "draft.approved": _("signed a draft, which is approved now"),
        "draft.changes_requested": _("requested changes of a draft"),
        "comment.opened": _("commented on a draft"),
        "comment.answered": _("answered a comment"),
        "comment.resolved": _("resolved a comment"),
        "comment.reopened": _("opened a comment again"),
        "draft.evidence_taken": _("took the evidence of a draft"),
        "late_review.opened": _("opened a review after release"),
        "late_review.made": _("made a review after release"),
        "draft.finding_cleared": _("answered a finding of the linter"),
        "draft.scheduled": _("scheduled a draft"),
        "draft.unscheduled": _("took a draft out of the schedule"),
        "draft.stopped": _("stopped a scheduled draft, because its account was closed or is under an incident"),
        "draft.preflighted": _("ticked the preflight check"),
        "draft.published": _("recorded the last publication of a draft"),
        "draft.completed": _("found a draft published on every account that is left"),
        "draft.lead_changed": _("gave a draft another leading account, because that one was closed"),
        "draft.given_back": _("gave a draft back to its author, because an account of it was closed"),
        "draft.account_out": _("took a closed account out of a draft"),
        "draft.withdrawn": _("withdrew a draft"),
        "draft.handed_on": _("handed a draft on because its author left"),
        "draft.discarded": _("discarded a draft"),
        "publication.recorded": _("recorded a publication"),
        "publication.completed": _("completed the record of a publication"),
        "publication.withdrawn": _("withdrew a publication"),
        "publication.withdrawal_proved": _("added the proof that a post is gone"),
        "checkpoint.noted": _("noted a checkpoint"),
    }
)

register_notice(
    "draft.stopped",
    zh=("已停止排期：{record}", "账号“{account}”已注销，稿件“{record}”已移出排期。请为其选择其他账号或作废。"),
    en=(
        "Stopped: {record}",
        "The account “{account}” was closed, so “{record}” is out of the schedule. Choose another one or discard it.",
    ),
)
register_notice(
    "draft.completed",
    zh=("稿件已全部发布：{record}", "账号“{account}”已注销，稿件“{record}”在其余账号均已发布，现记为已发布。"),
    en=(
        "Published everywhere: {record}",
        "The account “{account}” was closed, and “{record}” stands on every other one, so it counts as published now.",
    ),
)
register_notice(
    "draft.given_back",
    zh=(
        "稿件已退回：{record}",
        "账号“{account}”已注销，稿件“{record}”不再发往该账号。已有签署全部作废，稿件已退回给您，请核对后为其余账号重新提交。",
    ),
    en=(
        "Back with you: {record}",
        "The account “{account}” was closed, so “{record}” does not go there any more. Its signatures are void and it "
        "is back with you: look at it and submit it again for the accounts that are left.",
    ),
)
register_notice(
    "draft.nowhere_to_go",
    zh=(
        "审核已终止：{record}",
        "账号“{account}”已注销，稿件“{record}”没有其他发布账号，审核随之终止。如仍需发布，请为其他账号新建稿件。",
    ),
    en=(
        "Review ended: {record}",
        "The account “{account}” was closed, and “{record}” goes to no other one, so its review has ended. If it is "
        "still wanted, begin a new draft for another account.",
    ),
)
register_notice(
    "draft.held",
    zh=(
        "已移出排期，请重新安排：{record}",
        "账号“{account}”发生安全事件（{incident}），稿件“{record}”已移出排期，不会自行发布。事件得到控制后，请重新安排发布时间。",
    ),
    en=(
        "Plan again: {record}",
        "{incident} is open on “{account}”, so “{record}” is out of the schedule and does not go out by itself. "
        "Plan it again once that is contained.",
    ),
)
register_notice(
    "plan.to_approve",
    zh=("待批计划：{record}", "计划项“{record}”等待您批准。请打开查看并决定。"),
    en=("Plan to approve: {record}", "The plan item “{record}” waits for your approval. Open it and decide."),
)
register_notice(
    "plan.approved",
    zh=("计划已批准：{record}", "计划项“{record}”已批准，可以据此撰写草稿。"),
    en=("Plan approved: {record}", "The plan item “{record}” is approved. Drafts can be written on it."),
)
register_notice(
    "plan.returned",
    zh=("计划被退回：{record}", "计划项“{record}”被退回，请查看意见并修改后重新提交。"),
    en=("Plan returned: {record}", "The plan item “{record}” was returned. Read why, change it, submit it again."),
)
register_notice(
    "draft.to_review",
    zh=("待审：{record}", "稿件“{record}”等待您签署。请逐项核对后决定。"),
    en=("To review: {record}", "The draft “{record}” waits for your signature. Mark every criterion and decide."),
)
register_notice(
    "draft.changes_requested",
    zh=("需要修改：{record}", "审核人对稿件“{record}”提出了问题，已有签署全部作废。请修改后重新提交。"),
    en=(
        "Changes requested: {record}",
        "A reviewer found problems in “{record}”; its signatures are void. Correct it and submit it again.",
    ),
)
register_notice(
    "comment.written",
    zh=("审核批注：{record}", "{name}就您参与的稿件写了批注：“{record}”。批注解决之前，稿件不能通过。"),
    en=(
        "Comment: {record}",
        "{name} commented on a draft of yours: “{record}”. Until the comment is resolved, nobody can approve it.",
    ),
)
register_notice(
    "late_review.to_make",
    zh=("急稿补审：{record}", "“{record}”经紧急通道发布，请逐项补做完整审核。"),
    en=("Review after release: {record}", "“{record}” took the urgent path. Please review everything once more."),
)
register_notice(
    "late_review.stands",
    zh=("补审通过：{record}", "急稿“{record}”补审完成，可以保留。"),
    en=("It may stand: {record}", "The review after release of “{record}” found nothing that has to change."),
)
register_notice(
    "late_review.correct",
    zh=("补审要求更正：{record}", "急稿“{record}”补审发现问题，请更正。"),
    en=("To be corrected: {record}", "The review after release of “{record}” found a fault. Please correct the post."),
)
register_notice(
    "late_review.withdraw",
    zh=("补审要求撤下：{record}", "急稿“{record}”补审认为不能保留，请撤下。"),
    en=(
        "To be withdrawn: {record}",
        "The review after release says that “{record}” cannot stand. Please withdraw it.",
    ),
)
register_trial("review.chain", "content:chain_trial")
register_sweeper("late_reviews", open_late_reviews)
follow_withdrawal("late_reviews", withdrawn)
register_sweeper("drafts_out", complete_left_over)
register_sweeper("drafts_left", leave_left_over)
register_notice(
    "draft.approved",
    zh=("已通过：{record}", "稿件“{record}”已完成全部签署，可以在发布窗口内排期发布。"),
    en=("Approved: {record}", "“{record}” carries every signature. It can be scheduled inside its window."),
)

register_notice(
    "publication.differs",
    zh=(
        "发布文本与签署文本不一致：{record}",
        "“{record}”在平台上的文本与已签署的文本不一致。请打开查看差异，并决定更正还是撤下。",
    ),
    en=(
        "Differs from what was signed: {record}",
        "What stands on the platform for “{record}” is not the text that was signed. Open it, look at the difference, "
        "and decide whether it is corrected or withdrawn.",
    ),
)

register_notice(
    "publication.withdrawn",
    zh=("已撤下：{record}", "“{record}”已从平台撤下，理由与证明见发布记录。"),
    en=("Withdrawn: {record}", "“{record}” was taken down from its platform; its record says why, with the proof."),
)

register_searcher("plan", find_plans)
register_searcher("draft", find_drafts)
register_searcher("publication", find_publications)
register_searcher("media", find_files)
