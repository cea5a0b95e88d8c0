"""How a plan item is approved, as a table (R-018, R-019, D-6.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.period_plans.hanging import inside_a_period_plan
from content.plans.rules import ELEMENTS
from governance.public import VIEW_ACCOUNT, Machine, State, Transition, can, register_machine

if TYPE_CHECKING:
    from accounts.public import User
    from content.plans.models import PlanItem


def elements_present(item: PlanItem, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """Every element of R-018 is there, else the sentence of the first that is missing."""
    return next((element.missing for element in ELEMENTS if not getattr(item, element.field)), None)


def may_decide(item: PlanItem, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """The author's superior or a holder of the right decides, never anybody who wrote in it (D-6.1.1)."""
    if actor.pk in item.writers:
        return _("You wrote this plan item, so somebody else must decide it.")
    if item.author.superior_id == actor.pk or can(actor, "governance.approve_plans"):
        return None
    return _("Only the author's superior or a plan approver can decide this plan item.")


PLAN = register_machine(
    Machine(
        code="plan",
        model="content.PlanItem",
        label=_("plan item"),
        states=(
            State("draft", _("Being written"), "neutral", "pencil"),
            State("submitted", _("Waiting for approval"), "progress", "clock"),
            State("approved", _("Approved"), "good", "check"),
            State("dropped", _("Dropped"), "bad", "x"),
        ),
        transitions=(
            Transition(
                "submit",
                _("Submit for approval"),
                ("draft",),
                "submitted",
                "accounts.draft",
                guards=(elements_present, inside_a_period_plan),
                event="plan.submitted",
                main=True,
            ),
            Transition(
                "approve",
                _("Approve"),
                ("submitted",),
                "approved",
                VIEW_ACCOUNT,
                guards=(may_decide, elements_present),
                event="plan.approved",
                main=True,
            ),
            Transition(
                "send_back",
                _("Return"),
                ("submitted",),
                "draft",
                VIEW_ACCOUNT,
                needs_note=True,
                guards=(may_decide,),
                event="plan.returned",
            ),
            Transition(
                "edit", _("Edit"), ("draft", "submitted", "approved"), "draft", "accounts.draft", event="plan.edited"
            ),
            Transition(
                "drop",
                _("Drop"),
                ("draft", "submitted", "approved"),
                "dropped",
                "accounts.draft",
                needs_note=True,
                event="plan.dropped",
                danger=True,
            ),
        ),
    )
)
