"""The life of a leave-taking: planned for a day, carried out at once or on that day, or called off (R-012)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.leaving.rules import MANAGE
from governance.public import SYSTEM, Machine, Sentence, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.leaving.models import Departure
    from accounts.people.models import User

PLANNED, CARRIED_OUT, CALLED_OFF = "planned", "carried_out", "called_off"


def somebody_else(departure: Departure, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Nobody lets themselves go."""
    if actor.pk == departure.person_id:
        return _("Nobody carries out or calls off their own leaving. Please ask another administrator.")
    return None


DEPARTURE = register_machine(
    Machine(
        code="departure",
        model="accounts.Departure",
        label=_("Leaving"),
        states=(
            State(PLANNED, _("Planned"), "progress", "calendar"),
            State(CARRIED_OUT, _("Carried out"), "neutral", "check"),
            State(CALLED_OFF, _("Called off"), "neutral", "undo"),
        ),
        transitions=(
            Transition(
                "carry_out", _("Carry out now"), (PLANNED,), CARRIED_OUT, MANAGE, "departure.carried_out",
                guards=(somebody_else,), danger=True,
            ),
            Transition("fall_due", _("Carry out on the day"), (PLANNED,), CARRIED_OUT, SYSTEM, "departure.fell_due"),
            Transition(
                "call_off", _("Call off"), (PLANNED,), CALLED_OFF, MANAGE, "departure.called_off",
                guards=(somebody_else,), needs_note=True,
            ),
        ),
    )
)  # fmt: skip
