"""How a period plan is approved and replaced, as a table (R-017, R-018, R-020)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from content.period_plans.lacking import lacking_approver, lacking_elements, lacking_study, lacking_time
from content.period_plans.places import may_plan
from governance.public import EVERYBODY, SYSTEM, Machine, Sentence, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.public import User
    from content.period_plans.models import PeriodPlan

DRAFT, RETURNED, SUBMITTED, APPROVED, SUPERSEDED, DROPPED = (
    "draft", "returned", "submitted", "approved", "superseded", "dropped",
)  # fmt: skip
WRITABLE = (DRAFT, RETURNED)
# Not decided yet, and what still counts for its period.
OPEN = (DRAFT, RETURNED, SUBMITTED)
LIVE = (*OPEN, APPROVED)
# Somebody submitted it and did not take it back.
JUDGED = (SUBMITTED, APPROVED, SUPERSEDED)
Context = dict[str, Any]


def writes_it(plan: PeriodPlan, actor: User, context: Context) -> Sentence | None:
    """Who plans for its place, and whoever wrote or answers for it."""
    if actor.pk in (plan.author_id, plan.responsible_id) or may_plan(actor, plan.account, plan.pack):
        return None
    return _("Those who plan for this account or rule book, and whoever answers for the plan, take this step.")


def approver_decides(plan: PeriodPlan, actor: User, context: Context) -> Sentence | None:
    """Whom the rule book names, never somebody who wrote in it."""
    return lacking_approver(plan, actor, context.get("at"), deciders=context.get("deciders"))


def plan_is_whole(plan: PeriodPlan, actor: User, context: Context) -> Sentence | None:
    """Every element of its level, and a fresh study."""
    return next(iter([*lacking_elements(plan, context.get("at")), *lacking_study(plan, context.get("at"))]), None)


def its_period_is_to_come(plan: PeriodPlan, actor: User, context: Context) -> Sentence | None:
    """Nobody plans what is over."""
    return lacking_time(plan.ends_on, context.get("at"))


PERIOD_PLAN = register_machine(
    Machine(
        code="period_plan",
        model="content.PeriodPlan",
        label=_("period plan"),
        states=(
            State(DRAFT, _("Being written"), "neutral", "pencil"),
            State(RETURNED, _("Returned"), "warn", "alert"),
            State(SUBMITTED, _("Waiting for approval"), "progress", "clock"),
            State(APPROVED, _("Approved"), "good", "check"),
            State(SUPERSEDED, _("Replaced by a newer version"), "neutral", "copy"),
            State(DROPPED, _("Dropped"), "bad", "x"),
        ),
        transitions=(
            Transition(
                "submit", _("Submit for approval"), WRITABLE, SUBMITTED, EVERYBODY, "period_plan.submitted",
                guards=(writes_it, its_period_is_to_come, plan_is_whole), main=True,
            ),
            Transition(
                "approve", _("Approve"), (SUBMITTED,), APPROVED, EVERYBODY, "period_plan.approved",
                guards=(approver_decides, its_period_is_to_come, plan_is_whole), main=True,
            ),
            Transition(
                "send_back", _("Return"), (SUBMITTED,), RETURNED, EVERYBODY, "period_plan.returned", needs_note=True,
                guards=(approver_decides,),
            ),
            Transition(
                "edit", _("Edit"), (SUBMITTED,), DRAFT, EVERYBODY, "period_plan.edited", guards=(writes_it,),
            ),
            Transition("supersede", _("Replace"), (APPROVED,), SUPERSEDED, SYSTEM, "period_plan.superseded"),
            Transition(
                "drop", _("Drop"), OPEN, DROPPED, EVERYBODY, "period_plan.dropped", needs_note=True,
                guards=(writes_it,), danger=True,
            ),
        ),
    )
)  # fmt: skip
