"""The life of a request: asked by one, decided by another (R-012, R-014, R-016, D-2.3.2, O-3.3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence
from governance.workflow.machine import EVERYBODY, SYSTEM, Machine, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.models import User
    from governance.approvals.models import ApprovalRequest

WAITING, AGREED, REFUSED, WITHDRAWN, LAPSED = "waiting", "agreed", "refused", "withdrawn", "lapsed"
DECIDED = (AGREED, REFUSED)


def responsible(request: ApprovalRequest, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Somebody responsible, and neither the one who asks nor the one who gains nor their deputy."""
    from governance.approvals.people import why_not

    return None if context.get("judged") else why_not(request, actor, context.get("at"))


def own_request(request: ApprovalRequest, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Only who asked takes it back."""
    if actor.pk != request.asked_by_id:
        return _("Only the person who asked can withdraw this request. Whoever decides it can refuse it.")
    return None


APPROVAL = register_machine(
    Machine(
        code="approval",
        model="governance.ApprovalRequest",
        label=_("Request for approval"),
        states=(
            State(WAITING, _("Waiting for a decision"), "progress", "hourglass"),
            State(AGREED, _("Agreed"), "good", "check"),
            State(REFUSED, _("Refused"), "bad", "x"),
            State(WITHDRAWN, _("Withdrawn"), "neutral", "undo"),
            State(LAPSED, _("Lapsed"), "warn", "clock"),
        ),
        transitions=(
            Transition(
                "agree", _("Agree"), (WAITING,), AGREED, EVERYBODY, "approval.agreed",
                guards=(responsible,), main=True,
            ),
            Transition(
                "refuse", _("Refuse"), (WAITING,), REFUSED, EVERYBODY, "approval.refused",
                needs_note=True, guards=(responsible,), danger=True,
            ),
            Transition(
                "withdraw", _("Withdraw"), (WAITING,), WITHDRAWN, EVERYBODY, "approval.withdrawn",
                guards=(own_request,),
            ),
            Transition("lapse", _("Lapse"), (WAITING,), LAPSED, SYSTEM, "approval.lapsed"),
        ),
    )
)  # fmt: skip
