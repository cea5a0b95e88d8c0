"""The life of a paid promotion: planned, budget asked for, agreed, running, over with its result (R-049)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.promotions.rules import WRITE
from governance.public import SYSTEM, Machine, Sentence, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.public import User
    from content.promotions.models import Promotion

PLANNED, WAITING, AGREED, RUNNING, OVER, DROPPED = "planned", "waiting", "agreed", "running", "over", "dropped"
SPENDING = (RUNNING, OVER)


def is_labelled(promotion: Promotion, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Somebody saw the label on the post (Ad Law 14)."""
    if promotion.label_seen_at is None:
        return _("Look at the post first and record that it carries the advertising label.")
    return None


def has_result(promotion: Promotion, actor: User, context: dict[str, Any]) -> Sentence | None:
    """What it brought is written down."""
    return None if promotion.result else _("Write what the promotion brought first.")


PROMOTION = register_machine(
    Machine(
        code="promotion",
        model="content.Promotion",
        label=_("paid promotion"),
        states=(
            State(PLANNED, _("Planned"), "neutral", "pencil"),
            State(WAITING, _("Budget asked for"), "progress", "clock"),
            State(AGREED, _("Budget agreed"), "good", "check"),
            State(RUNNING, pgettext_lazy("campaign", "Running"), "progress", "megaphone"),
            State(OVER, _("Over, with result"), "good", "check"),
            State(DROPPED, _("Dropped"), "bad", "x"),
        ),
        transitions=(
            Transition("ask", _("Ask for the budget"), (PLANNED,), WAITING, WRITE, "promotion.asked", main=True),
            Transition("agree", _("Agree"), (WAITING,), AGREED, SYSTEM, "promotion.agreed"),
            Transition("refuse", _("Refuse"), (WAITING,), PLANNED, SYSTEM, "promotion.refused"),
            Transition("start", _("Start spending"), (AGREED,), RUNNING, WRITE, "promotion.started",
                       guards=(is_labelled,), main=True),
            Transition("finish", _("It is over"), (RUNNING,), OVER, WRITE, "promotion.finished", guards=(has_result,),
                       main=True),
            Transition("drop", _("Drop"), (PLANNED, AGREED), DROPPED, WRITE, "promotion.dropped", needs_note=True,
                       danger=True),
        ),
    )
)  # fmt: skip
