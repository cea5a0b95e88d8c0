"""The life of a duty: due, done and written down, or ended because its place is gone (mechanism 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence
from governance.workflow.machine import EVERYBODY, SYSTEM, Machine, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.models import User
    from governance.duties.models import Duty

OPEN, FILED, ENDED = "open", "filed", "ended"


def whose_duty(duty: Duty, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Whoever the duty is, or stands in for them."""
    from governance.duties.doers import why_not

    return None if context.get("judged") else why_not(duty.kind_row, duty.place, actor, context.get("at"), duty)


DUTY_LIFE = register_machine(
    Machine(
        code="duty",
        model="governance.Duty",
        label=_("Duty"),
        states=(
            State(OPEN, _("To be done"), "progress", "hourglass"),
            State(FILED, _("Done and written down"), "good", "check"),
            State(ENDED, _("No longer needed"), "neutral", "stop"),
        ),
        transitions=(
            Transition(
                "file", _("Write it down"), (OPEN,), FILED, EVERYBODY, "duty.done", guards=(whose_duty,), main=True
            ),
            Transition("end", _("End"), (OPEN,), ENDED, SYSTEM, "duty.ended"),
        ),
    )
)
