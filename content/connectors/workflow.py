"""The way of a post through an interface, as a table (R-040)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.public import SYSTEM, Machine, State, Transition, register_machine

WAITING, SENT, REJECTED, STOPPED, UNCLEAR, SETTLED = "waiting", "sent", "rejected", "stopped", "unclear", "settled"
# While one of these holds, nothing else of the draft goes out on the account.
PENDING = (WAITING, UNCLEAR)

DISPATCH = register_machine(
    Machine(
        code="dispatch",
        model="content.Dispatch",
        label=_("order to an interface"),
        states=(
            State(WAITING, _("Going out"), "progress", "clock"),
            State(SENT, _("Done"), "good", "send"),
            State(REJECTED, _("Rejected by the platform"), "bad", "alert"),
            State(STOPPED, _("Stopped before it went out"), "warn", "stop"),
            State(UNCLEAR, _("Nobody knows whether it stands"), "bad", "alert"),
            State(SETTLED, _("Settled by hand"), "neutral", "check"),
        ),
        transitions=(
            Transition("send", _("Went out"), (WAITING,), SENT, SYSTEM, "dispatch.sent"),
            Transition("reject", _("Was rejected"), (WAITING,), REJECTED, SYSTEM, "dispatch.rejected"),
            Transition("stop", _("Was stopped"), (WAITING,), STOPPED, SYSTEM, "dispatch.stopped"),
            Transition("lose", _("Is unclear"), (WAITING,), UNCLEAR, SYSTEM, "dispatch.unclear"),
            Transition(
                "settle",
                _("Settle by hand"),
                (UNCLEAR,),
                SETTLED,
                "accounts.withdraw",
                "dispatch.settled",
                needs_note=True,
            ),
            Transition("call_back", _("Call back"), (WAITING,), STOPPED, "accounts.withdraw", "dispatch.called_back"),
        ),
    )
)
