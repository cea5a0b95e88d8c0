"""The life of a prize draw: planned, list frozen, drawn, witnessed, delivered (R-057)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from content.campaigns.rules import MANAGE, SEE
from content.campaigns.workflow import ANNOUNCED, BEGUN, OVER, RUNNING
from content.campaigns.workflow import runs_it as runs_campaign
from content.draws.verifying import known_from
from governance.public import Machine, Sentence, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.public import User
    from content.draws.models import Draw

PLANNED, FROZEN, DRAWN, WITNESSED, DONE, VOID = "planned", "frozen", "drawn", "witnessed", "done", "void"
# While a campaign stands here a void draw of it is replaced; before, another one is planned instead.
REPLACEABLE = (ANNOUNCED, RUNNING, OVER)
HELD = (DRAWN, WITNESSED, DONE)
# The word of the witness is still to come.
UNWITNESSED = (PLANNED, FROZEN, DRAWN)
Context = dict[str, Any]


def runs_it(draw: Draw, actor: User, context: Context) -> Sentence | None:
    """Who runs the campaign, never the witness."""
    if actor.pk == draw.witness_id:
        return _("You are the witness of this draw, so somebody else carries it out.")
    return runs_campaign(draw.campaign, actor, context)


def joining_is_over(draw: Draw, actor: User, context: Context) -> Sentence | None:
    """Nobody can join any more, and the public value is still unknown."""
    campaign, at = draw.campaign, context.get("at")
    if campaign.status not in BEGUN:
        return _("The campaign has not begun, so nobody takes part yet.")
    if at is not None and campaign.ends_at is not None and at < campaign.ends_at:
        return _("People may still join. The list is frozen when the campaign is over.")
    if at is not None and at >= draw.draws_at:
        return _("The public value may be known already, so the list cannot be frozen now. Void this draw and say"
                 " why; somebody else then plans one in its place with a value of the future.")  # fmt: skip
    return None


def value_is_known(draw: Draw, actor: User, context: Context) -> Sentence | None:
    """The time that participants were told has come, and the public value is out."""
    at = context.get("at")
    if at is None:
        return None
    if at < draw.draws_at:
        return _("The draw is held at the time that participants were told.")
    known = known_from(draw.source, draw.reference)
    return _("The public value is not out yet.") if known is not None and at.timestamp() < known else None


def is_the_witness(draw: Draw, actor: User, context: Context) -> Sentence | None:
    """The one who was named beforehand, and neither planned the draw, nor froze the list, nor drew."""
    if actor.pk in (draw.planned_by_id, draw.frozen_by_id, draw.drawn_by_id):
        return _("You carried this draw out, so somebody else must witness it.")
    if actor.pk != draw.witness_id:
        return _("%(name)s was named as the witness of this draw.") % {"name": draw.witness}
    return None


def everything_is_out(draw: Draw, actor: User, context: Context) -> Sentence | None:
    """Every prize is delivered, or nobody is left who could have it, and the winners were shown long enough."""
    if draw.winners.filter(status="won").exists():
        return _("A prize is not delivered yet. Record its delivery, or pass it on.")
    at, shown_until = context.get("at"), context.get("shown_until")
    if at is not None and shown_until is not None and at < shown_until:
        return _("The winners are shown for the days of the rule book first.")
    return None


DRAW = register_machine(
    Machine(
        code="draw",
        model="content.Draw",
        label=_("prize draw"),
        states=(
            State(PLANNED, _("Planned"), "neutral", "calendar"),
            State(FROZEN, _("List frozen"), "info", "lock"),
            State(DRAWN, _("Drawn, to be witnessed"), "progress", "eye"),
            State(WITNESSED, _("Drawn and witnessed"), "good", "sign"),
            State(DONE, _("Prizes delivered"), "good", "check"),
            State(VOID, _("Void"), "bad", "x"),
        ),
        transitions=(
            Transition("freeze", _("Freeze the list"), (PLANNED,), FROZEN, SEE, "draw.frozen",
                       guards=(runs_it, joining_is_over), main=True),
            Transition("hold", _("Draw"), (FROZEN,), DRAWN, SEE, "draw.held", guards=(runs_it, value_is_known),
                       main=True),
            Transition("witness", _("Witness the draw"), (DRAWN,), WITNESSED, SEE, "draw.witnessed",
                       guards=(is_the_witness,), main=True),
            Transition("finish", _("All prizes are out"), (WITNESSED,), DONE, SEE, "draw.finished",
                       guards=(runs_it, everything_is_out), main=True),
            Transition("void", _("Void the draw"), (PLANNED, FROZEN), VOID, MANAGE, "draw.voided",
                       needs_note=True, danger=True),
            Transition("reject", _("The value is wrong"), (DRAWN,), VOID, SEE, "draw.rejected", needs_note=True,
                       guards=(is_the_witness,), danger=True),
        ),
    )
)  # fmt: skip
