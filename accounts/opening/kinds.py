"""What opening brings: its kind of request and its ledger events."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.opening import services
from accounts.opening.rules import ASK_RIGHT, DECIDE_WITHIN, DECIDERS, FIELDS, KIND, LAPSES_AFTER
from governance.public import ApprovalKind, register_approval_kind, register_events, register_kind

register_kind("account_registration", model="accounts.AccountRegistration", label=_("registration of an account"))
register_approval_kind(
    ApprovalKind(
        KIND,
        label=_("Opening of an account"),
        deciders=DECIDERS,
        fields=FIELDS,
        decide_within=DECIDE_WITHIN,
        lapses_after=LAPSES_AFTER,
        ask_right=ASK_RIGHT,
        help=_("An account becomes active when somebody else than the applicant has agreed."),
        from_page=False,
        on_agreed=services.agreed,
    )
)
register_events(
    {
        "account_registration.created": _("registered an account"),
        "account_registration.changed": _("changed the registration of an account"),
    }
)
