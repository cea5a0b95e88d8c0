"""What can be done on the page of a ticket, as rows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from interactions.acting import Step, steps_of
from interactions.tickets import forms, services

STEPS = steps_of(
    Step(
        "resolve", _("Give the result"), "governance.resolve_tickets",
        lambda row, user, data: services.resolve_ticket(row, data.pop("result"), actor=user, **data),
        _("The result is recorded; whoever asked was told."), forms.ResolveForm,
    ),
    Step(
        "return", _("Send back to the department"), "accounts.reply",
        lambda row, user, data: services.return_ticket(row, actor=user, **data),
        _("The ticket is back with the department; a new clock runs."), forms.ReturnForm,
    ),
    Step(
        "close", _("Close"), "accounts.reply",
        lambda row, user, data: services.close_ticket(row, actor=user, **data),
        _("The ticket is closed."),
    ),
    Step(
        "hand_on", _("Hand on within the department"), "governance.resolve_tickets",
        lambda row, user, data: services.hand_ticket_on(row, data["to"], actor=user),
        _("The ticket is handed on."), forms.HandOnForm,
    ),
)  # fmt: skip

OFFERED = {"open": ["resolve", "hand_on"], "resolved": ["close", "return", "hand_on"], "closed": []}
