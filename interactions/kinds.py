"""The kinds of records of this floor, the words of its ledger events, notices, and what can be searched."""

from django.utils.translation import gettext_lazy as _

import interactions.leaving  # noqa: F401 - registers what passes on when somebody leaves
from governance.public import register_events, register_kind, register_notice, register_searcher

register_kind(
    "message",
    model="interactions.Message",
    label=_("message"),
    url="interactions:message_detail",
    dated_by="posted_at",
)
register_kind(
    "ticket", model="interactions.Ticket", label=_("problem ticket"), url="interactions:ticket_detail",
    dated_by="opened_at",
)  # fmt: skip
register_kind(
    "complaint", model="interactions.Complaint", label=_("complaint"), url="interactions:complaint_detail",
    dated_by="received_at",
)  # fmt: skip
register_kind(
    "canned_reply", model="interactions.CannedReply", label=_("canned reply"), url="interactions:canned_detail"
)

register_events(
    {
        "message.received": _("received a message"),
        "message.imported": _("imported messages"),
        "message.reworded": _("brought in the words that a message has now"),
        "message.taken": _("took a message"),
        "message.taken_over": _("took a message over from a colleague"),
        "message.assigned": _("assigned a message"),
        "message.classed": _("changed the class of a message"),
        "message.held": _("promised an answer"),
        "message.answered": _("answered a message"),
        "message.measured": _("recorded the measures on a negative message"),
        "message.outcome_recorded": _("recorded what became of a suggestion"),
        "message.noted": _("wrote an internal note"),
        "message.closed": _("closed a message"),
        "message.set_aside": _("set a message aside"),
        "message.reopened": _("opened a message again"),
        "message.snoozed": _("put a message to sleep"),
        "message.woken": _("woke a message"),
        "ticket.opened": _("sent a problem to a department"),
        "ticket.handed_on": _("handed a ticket on within the department"),
        "ticket.resolved": _("gave the result of a problem"),
        "ticket.returned": _("sent a problem back"),
        "ticket.closed": _("closed a problem ticket"),
        "complaint.received": _("received a complaint"),
        "complaint.accepted": _("accepted a complaint"),
        "complaint.investigated": _("recorded the cause of a complaint"),
        "complaint.solved": _("recorded the solution of a complaint"),
        "complaint.told": _("told the user the result of a complaint"),
        "complaint.superior_received": _("confirmed the report on a complaint"),
        "complaint.remedy_decided": _("decided on an apology or compensation"),
        "complaint.remedy_approved": _("approved an apology or compensation"),
        "complaint.remedy_done": _("carried out an apology or compensation"),
        "complaint.handed_on": _("handed a complaint on because somebody left"),
        "complaint.closed": _("closed a complaint"),
        "complaint.reopened": _("opened a complaint again"),
        "canned_reply.proposed": _("proposed a canned reply"),
        "canned_reply.approved": _("approved a canned reply"),
        "canned_reply.retired": _("retired a canned reply"),
        "rota.shift_added": _("put somebody on the rota"),
        "rota.shift_handed_on": _("gave the shift of somebody who left to a colleague"),
        "rota.shift_removed": _("took a shift off the rota"),
    }
)

register_notice(
    "message.assigned",
    zh=("一条消息交给了您", "{actor}把这条消息交给了您：{record}。请打开并回复。"),
    en=("A message is yours now", "{actor} gave you this message: {record}. Please open and answer it."),
)
register_notice(
    "message.taken_over",
    zh=("您的一条消息被接手", "{actor}接手了您正在处理的消息：{record}。您无需再回复。"),
    en=("A message was taken over", "{actor} took over a message of yours: {record}. You need not answer it."),
)
register_notice(
    "ticket.opened",
    zh=("新的问题处理单", "{actor}把问题转给了您：{record}。请在时限内给出处理结果。"),
    en=("A new problem ticket", "{actor} sent you a problem: {record}. Please give a result before it is due."),
)
register_notice(
    "ticket.resolved",
    zh=("问题处理单已有结果", "{actor}给出了处理结果：{record}。请告知用户，然后关闭处理单。"),
    en=(
        "A problem ticket has its result",
        "{actor} gave the result: {record}. Please tell the user, then close the ticket.",
    ),
)
register_notice(
    "ticket.returned",
    zh=("问题处理单被退回", "{actor}退回了处理单：{record}。请查看原因并补充结果。"),
    en=("A problem ticket came back", "{actor} sent it back: {record}. Please read why and complete the result."),
)
register_notice(
    "complaint.reported",
    zh=("投诉上报，请确认", "{actor}向您上报投诉：{record}。请打开并确认已收到。"),
    en=("Report of a complaint", "{actor} reports a complaint to you: {record}. Please open and confirm it."),
)
register_notice(
    "complaint.remedy_to_approve",
    zh=("致歉或补偿待批准", "{actor}提出了致歉或补偿方案：{record}。请审阅并批准。"),
    en=("A remedy waits for approval", "{actor} proposes an apology or compensation: {record}. Please look at it."),
)
register_notice(
    "complaint.remedy_approved",
    zh=("致歉或补偿已批准", "{actor}批准了致歉或补偿：{record}。请执行并登记凭证。"),
    en=("A remedy is approved", "{actor} approved the remedy: {record}. Please carry it out and record the proof."),
)
register_notice(
    "canned_reply.to_approve",
    zh=("常用回复待批准", "有一条常用回复等待批准：{record}。请审阅。"),
    en=("A canned reply waits for approval", "A canned reply waits for approval: {record}. Please look at it."),
)

register_searcher("message")
register_searcher("ticket")
register_searcher("complaint")
