"""The kinds of records of this floor, the words of its ledger events."""

from django.utils.translation import gettext_lazy as _

from governance.public import register_events, register_kind

register_kind("message", model="interactions.Message", label=_("message"), url="interactions:message_detail")
register_kind("ticket", model="interactions.Ticket", label=_("problem ticket"), url="interactions:ticket_detail")
register_kind("complaint", model="interactions.Complaint", label=_("complaint"), url="interactions:complaint_detail")

register_events(
    {
        "message.received": _("received a message"),
        "message.imported": _("imported messages"),
        "message.taken": _("took a message"),
        "message.assigned": _("assigned a message"),
        "message.classed": _("changed the class of a message"),
        "message.held": _("promised an answer"),
        "message.answered": _("answered a message"),
        "message.closed": _("closed a message"),
        "message.set_aside": _("set a message aside"),
        "message.reopened": _("opened a message again"),
        "message.snoozed": _("put a message to sleep"),
        "ticket.opened": _("sent a problem to a department"),
        "ticket.resolved": _("gave the result of a problem"),
        "ticket.returned": _("sent a problem back"),
        "ticket.closed": _("closed a problem ticket"),
        "complaint.received": _("received a complaint"),
        "complaint.accepted": _("accepted a complaint"),
        "complaint.investigated": _("recorded the cause of a complaint"),
        "complaint.solved": _("recorded the solution of a complaint"),
        "complaint.told": _("told the user the result of a complaint"),
        "complaint.superior_received": _("confirmed the report on a complaint"),
        "complaint.remedy_done": _("carried out an apology or compensation"),
        "complaint.closed": _("closed a complaint"),
        "complaint.reopened": _("opened a complaint again"),
    }
)
