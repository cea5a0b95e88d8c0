"""Records, ledger sentences, notices and sweepers of targets and reports."""

from django.utils.translation import gettext_lazy as _

from analytics.reports.months import open_closed_month
from analytics.targets.services import begin_periods
from governance.public import register_events, register_kind, register_notice, register_sweeper

register_kind("target", model="analytics.Target", label=_("target"), url="analytics:target_detail")
register_kind("target_period", model="analytics.TargetPeriod", label=_("target period"))
register_kind(
    "monthly_report", model="analytics.MonthlyReport", label=_("monthly report"), url="analytics:report_detail"
)
register_kind("report_month", model="analytics.ReportMonth", label=_("month that needs a report"))
register_kind("figure_check", model="analytics.FigureCheck", label=_("check of figures"), url="analytics:check_detail")
register_kind(
    "screen_sample", model="analytics.ScreenSample", label=_("sample against the platform"), dated_by="taken_at"
)
register_kind("report_action", model="analytics.ActionItem", label=_("action"), url="analytics:action_detail")

register_events(
    {
        "target.proposed": _("proposed a target"),
        "target.approved": _("approved a target"),
        "target.rejected": _("rejected a target"),
        "target.taken_back": _("took a proposed target back"),
        "period.opened": _("opened a period with its target"),
        "report.created": _("began a monthly report"),
        "report.changed": _("changed a monthly report"),
        "report.sent": _("sent a monthly report and froze its figures"),
        "report.acknowledged": _("acknowledged a monthly report"),
        "report.replaced": _("began a corrected report in place of this one"),
        "check.explained": _("explained what a check of figures found"),
        "sample.taken": _("compared a figure with the platform's own page"),
        "action.created": _("gave an action out of a report's advice"),
        "action.done": _("finished an action"),
        "action.dropped": _("dropped an action"),
    }
)

register_notice(
    "target.to_approve",
    zh=("待批目标：{record}", "目标“{record}”等待审批。提出人以外的人员可以批准或驳回。"),
    en=("Target to approve: {record}", "The target “{record}” waits for somebody other than its author to decide it."),
)
register_notice(
    "target.approved",
    zh=("目标已批准：{record}", "您提出的目标“{record}”已生效。"),
    en=("Target in force: {record}", "The target “{record}” that you proposed is in force now."),
)
register_notice(
    "target.rejected",
    zh=("目标被驳回：{record}", "您提出的目标“{record}”被驳回，请查看理由并重新提出。"),
    en=("Target rejected: {record}", "The target “{record}” was rejected. Read why and propose another."),
)
register_notice(
    "period.without_target",
    zh=("周期没有目标：{record}", "{record}没有目标，周期不能开启。请提出目标并请他人批准。"),
    en=("No target: {record}", "No target holds for {record}, so it cannot open. Propose one and have it approved."),
)
register_notice(
    "report.due",
    zh=("月报待写：{record}", "月份已结束，请撰写“{record}”的分析报告，并在次月第5个工作日前送出。"),
    en=("Report to write: {record}", "The month is over. Write “{record}” and send it before it falls due."),
)
register_notice(
    "report.sent",
    zh=("月报待签收：{record}", "报告“{record}”已送出，请阅读并签收；未经签收不计为完成。"),
    en=("Report to acknowledge: {record}", "“{record}” was sent. Read and acknowledge it, so that it counts."),
)
register_notice(
    "report.acknowledged",
    zh=("月报已签收：{record}", "{reader}已签收报告“{record}”。"),
    en=("Report acknowledged: {record}", "{reader} acknowledged the report “{record}”."),
)
register_notice(
    "report.changed",
    zh=("报告送出后数据有变：{record}", "新导入的数据与报告“{record}”冻结的数字不同，请查看差异并在必要时更正。"),
    en=(
        "Figures changed since: {record}",
        "A later import changed figures of “{record}”. Look at the differences; correct it where they matter.",
    ),
)
register_notice(
    "action.given",
    zh=("待落实：{record}", "报告建议“{record}”由您负责落实，请在期限内完成并填写结果。"),
    en=("Action for you: {record}", "The action “{record}” out of a report is yours. Finish it in time and say how."),
)
register_notice(
    "action.done",
    zh=("建议已落实：{record}", "“{record}”已完成，结果见记录。"),
    en=("Action done: {record}", "“{record}” is done. Its result is in the record."),
)

register_sweeper("target_periods", begin_periods)
register_sweeper("reports_opened", open_closed_month)
