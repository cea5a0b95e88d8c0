"""The kinds of records that this floor brings, and how their ledger entries read."""

from django.utils.translation import gettext_lazy as _

import content.leaving
import content.publishing.acts  # noqa: F401 - registers what passes on, and what a second person agrees to
from accounts.public import register_closing, register_health, register_hold
from content.finding import find_drafts, find_files, find_plans, find_publications
from content.publishing.closing import hold_scheduled, stop_scheduled
from content.publishing.health import HEALTH
from governance.public import register_events, register_kind, register_notice, register_searcher

register_health(HEALTH)
register_closing("scheduled", stop_scheduled)
register_hold("scheduled", hold_scheduled)
register_kind("plan", model="content.PlanItem", label=_("plan item"), url="content:plan_detail")
register_kind("draft", model="content.Draft", label=_("draft"), url="content:draft_detail")
register_kind("media", model="content.MediaAsset", label=_("file"), url="content:media_detail")
register_kind("publication", model="content.Publication", label=_("publication"), url="content:publication_detail")
register_kind("signature", model="content.ReviewSlot", label=_("signature"))
register_kind(
    "checkpoint", model="content.Checkpoint", label=_("checkpoint"), url="content:checkpoint_note",
    joined=("publication", "account"),
)  # fmt: skip

register_kind("secret_term", model="content.SecretTerm", label=_("secret word of the company"))
register_kind("registered_host", model="content.RegisteredHost", label=_("registered host"))

register_events(
    {
        "linter.registered": _("registered a word or a host for the linter"),
        "linter.changed": _("changed a word or a host of the linter"),
        "plan.created": _("wrote a plan item"),
        "plan.changed": _("changed a plan item"),
        "plan.edited": _("opened a plan item again"),
        "plan.submitted": _("submitted a plan item"),
        "plan.approved": _("approved a plan item"),
        "plan.returned": _("returned a plan item"),
        "plan.handed_on": _("handed a plan item on because somebody left"),
        "plan.dropped": _("dropped a plan item"),
        "media.uploaded": _("uploaded a file"),
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
        "draft.finding_cleared": _("answered a finding of the linter"),
        "draft.scheduled": _("scheduled a draft"),
        "draft.unscheduled": _("took a draft out of the schedule"),
        "draft.stopped": _("stopped a scheduled draft, because its account was closed or is under an incident"),
        "draft.preflighted": _("ticked the preflight check"),
        "draft.published": _("recorded the last publication of a draft"),
        "draft.withdrawn": _("withdrew a draft"),
        "draft.handed_on": _("handed a draft on because its author left"),
        "draft.discarded": _("discarded a draft"),
        "publication.recorded": _("recorded a publication"),
        "publication.completed": _("completed the record of a publication"),
        "publication.withdrawn": _("withdrew a publication"),
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

register_searcher("plan", find_plans)
register_searcher("draft", find_drafts)
register_searcher("publication", find_publications)
register_searcher("media", find_files)
