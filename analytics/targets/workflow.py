"""How a target comes to hold: proposed by one, approved by another (R-086)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from governance.public import Machine, Sentence, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.public import User
    from analytics.targets.models import Target

SET_TARGETS = "governance.set_targets"


def somebody_else(target: Target, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Who proposed a target never decides it."""
    if actor.pk == target.proposed_by_id:
        return _("You proposed this target, so somebody else must decide it.")
    return None


def own_proposal(target: Target, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Only its author takes a proposal back."""
    if actor.pk != target.proposed_by_id:
        return _("Only the person who proposed this target can take it back. You can reject it with a reason.")
    return None


TARGET = register_machine(
    Machine(
        code="target",
        model="analytics.Target",
        label=_("target"),
        states=(
            State("proposed", _("Waiting for approval"), "progress", "clock"),
            State("approved", _("Target in force"), "good", "check"),
            State("rejected", _("Rejected"), "bad", "x"),
            State("taken_back", _("Taken back"), "neutral", "undo"),
            State("replaced", _("Replaced"), "neutral", "history"),
        ),
        transitions=(
            Transition(
                "approve",
                _("Approve"),
                ("proposed",),
                "approved",
                SET_TARGETS,
                guards=(somebody_else,),
                event="target.approved",
                main=True,
            ),
            Transition(
                "reject",
                _("Reject"),
                ("proposed",),
                "rejected",
                SET_TARGETS,
                needs_note=True,
                guards=(somebody_else,),
                event="target.rejected",
                danger=True,
            ),
            Transition(
                "take_back",
                _("Take back"),
                ("proposed",),
                "taken_back",
                SET_TARGETS,
                guards=(own_proposal,),
                event="target.taken_back",
            ),
        ),
    )
)
