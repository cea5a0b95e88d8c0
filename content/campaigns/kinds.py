"""Kinds, ledger events, notices and search of campaigns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

import content.campaigns.leaving  # noqa: F401 - registers what passes on
from content.campaigns.finding import find_campaigns
from content.campaigns.rules import CHECK_KIND, ISSUE_KIND, KIND, TASK_KIND
from governance.public import register_events, register_kind, register_notice, register_searcher

PAGE = "content:campaign_detail"
register_kind(KIND, model="content.Campaign", label=_("campaign"), url=PAGE, joined=("account",), dated_by="starts_at")
register_kind(
    TASK_KIND, model="content.CampaignTask", label=_("task of a campaign"), url=PAGE, url_field="campaign_id",
    joined=("campaign",), dated_by="due_at",
)  # fmt: skip
register_kind(
    ISSUE_KIND, model="content.CampaignIssue", label=_("problem at a campaign"), url=PAGE, url_field="campaign_id",
    joined=("campaign",), dated_by="raised_at",
)  # fmt: skip
register_kind(
    CHECK_KIND, model="content.CampaignCheck", label=_("check of a campaign"), url=PAGE, url_field="campaign_id",
    joined=("campaign",),
)  # fmt: skip
register_searcher(KIND, find_campaigns)
register_events(
    {
        "campaign.created": _("wrote a campaign plan"),
        "campaign.changed": _("changed a campaign plan"),
        "campaign.edited": _("opened a campaign plan again"),
        "campaign.draw_planned": _("planned a prize draw of a campaign"),
        "campaign.draw_replaced": _("planned a prize draw in the place of a void one"),
        "campaign.submitted": _("submitted a campaign"),
        "campaign.checked": _("checked a campaign"),
        "campaign.approved": _("approved a campaign"),
        "campaign.returned": _("returned a campaign"),
        "campaign.announced": _("announced a campaign, which freezes its rules"),
        "campaign.announcement_linked": _("linked the announcement of a campaign"),
        "campaign.started": _("started a campaign"),
        "campaign.task_added": _("gave somebody a task of a campaign"),
        "campaign.task_done": _("finished a task of a campaign"),
        "campaign.staffed": _("put somebody on duty at a campaign"),
        "campaign.issue_raised": _("logged a problem at a campaign"),
        "campaign.issue_taken": _("took up a problem at a campaign"),
        "campaign.issue_solved": _("solved a problem at a campaign"),
        "campaign.finished": _("ended a campaign"),
        "campaign.measured": _("entered the figures of a campaign"),
        "campaign.report_written": _("wrote on the report of a campaign"),
        "campaign.reported": _("sent the report of a campaign to the governing group"),
        "campaign.closed": _("closed a campaign"),
        "campaign.dropped": _("dropped a campaign"),
        "campaign.handed_on": _("handed a campaign on because somebody left"),
    }
)
register_notice(
    "campaign.to_approve",
    zh=("待批活动：{record}", "活动“{record}”等待您批准。请先核对四项核查，再作决定。"),
    en=("Campaign to approve: {record}", "“{record}” waits for your approval. Look at its four checks and decide."),
)
register_notice(
    "campaign.approved",
    zh=("活动已批准：{record}", "活动“{record}”已批准。请在开始前按规定天数发布预告并关联。"),
    en=(
        "Campaign approved: {record}",
        "“{record}” is approved. Publish its announcement in time before the start, and link it.",
    ),
)
register_notice(
    "campaign.returned",
    zh=("活动被退回：{record}", "活动“{record}”被退回，请查看意见，修改后重新提交。"),
    en=("Campaign returned: {record}", "“{record}” was returned. Read why, change it, submit it again."),
)
register_notice(
    "campaign.task",
    zh=("活动任务：{record}", "您有一项活动任务：“{record}”。请在期限前完成并登记。"),
    en=("Task of a campaign: {record}", "You have a task: “{record}”. Do it in time and record it."),
)
register_notice(
    "campaign.duty",
    zh=("活动值守：{record}", "您被安排在活动“{record}”值守。请打开查看时间和职责。"),
    en=("On duty: {record}", "You are on duty at the campaign “{record}”. Open it for time and duty."),
)
register_notice(
    "campaign.issue",
    zh=("活动出现问题：{record}", "活动中登记了问题：“{record}”。请尽快由一人认领处理。"),
    en=("Problem at a campaign: {record}", "A problem was logged: “{record}”. Somebody please take it up soon."),
)
register_notice(
    "campaign.reported",
    zh=("活动报告：{record}", "活动“{record}”的总结报告已提交管理小组，请打开查看。"),
    en=("Report of a campaign: {record}", "The report of “{record}” is before the governing group. Please read it."),
)
