"""The life of a round of review, and of each line in it (R-013, O-3.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.recertification.last import LAST, is_last
from accounts.recertification.rules import MANAGE_PEOPLE
from governance.public import (
    EVERYBODY,
    SYSTEM,
    Machine,
    Sentence,
    State,
    Transition,
    can,
    register_machine,
)

if TYPE_CHECKING:
    from accounts.people.models import User
    from accounts.recertification.models import RecertificationLine

OPEN, CLOSED = "open", "closed"
WAITING, KEPT, REVOKED, LAPSED, ENDED = "waiting", "kept", "revoked", "lapsed", "ended"
# Decided by a person; decided by the round itself.
BY_PERSON, BY_ITSELF = (KEPT, REVOKED), (LAPSED, ENDED)


def not_ones_own(line: RecertificationLine, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Nobody decides about their own right, nor about that of somebody in whose place they stand."""
    if actor.pk == line.person_id:
        return _("This is your own right. Somebody else decides about it.")
    if line.person_id in context["stands_for"]:
        return _("You stand in for this person now, so this is as good as your own right. Somebody else decides it.")
    return None


def its_reviewer(line: RecertificationLine, actor: User, context: dict[str, Any]) -> Sentence | None:
    """The reviewer of the line, or who stands in for them; where it has none, whoever manages people."""
    if line.reviewer_id is None:
        return None if can(actor, MANAGE_PEOPLE) else _("Whoever manages people decides about this right.")
    if line.reviewer_id in (actor.pk, *context["stands_for"]):
        return None
    return _("%(name)s decides about this right.") % {"name": line.reviewer}


def not_the_last(line: RecertificationLine, actor: User, context: dict[str, Any]) -> Sentence | None:
    """The last one who manages an account, or people, keeps the right until somebody else has it."""
    return LAST % {"name": line.person} if is_last(line.grant) else None


ROUND = register_machine(
    Machine(
        code="recertification_round",
        model="accounts.RecertificationRound",
        label=_("Review of rights"),
        states=(
            State(OPEN, pgettext_lazy("review of rights", "Open"), "progress", "hourglass"),
            State(CLOSED, pgettext_lazy("review of rights", "Closed"), "good", "check"),
        ),
        transitions=(Transition("close", _("Close"), (OPEN,), CLOSED, SYSTEM, "recertification.closed"),),
    )
)
LINE = register_machine(
    Machine(
        code="recertification_line",
        model="accounts.RecertificationLine",
        label=_("Right under review"),
        states=(
            State(WAITING, _("To be decided"), "progress", "hourglass"),
            State(KEPT, pgettext_lazy("right", "Kept"), "good", "check"),
            State(REVOKED, _("Revoked"), "bad", "x"),
            State(LAPSED, _("Revoked, confirmed by nobody"), "bad", "clock"),
            State(ENDED, _("Ended meanwhile"), "neutral", "stop"),
        ),
        transitions=(
            Transition(
                "keep", _("Keep"), (WAITING,), KEPT, EVERYBODY, "recertification.kept",
                guards=(not_ones_own, its_reviewer), main=True,
            ),
            Transition(
                "revoke", _("Revoke"), (WAITING,), REVOKED, EVERYBODY, "recertification.revoked", needs_note=True,
                guards=(not_ones_own, its_reviewer, not_the_last), danger=True,
            ),
            Transition("lapse", _("Lapse"), (WAITING,), LAPSED, SYSTEM, "recertification.lapsed"),
            Transition("end", _("End"), (WAITING,), ENDED, SYSTEM, "recertification.line_ended"),
        ),
    )
)  # fmt: skip
