"""The life of a material request, as a table: asked, delivered, accuracy confirmed, returned, withdrawn (R-043)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.materials.rules import WRITE
from governance.public import (
    EVERYBODY,
    SYSTEM,
    Machine,
    Sentence,
    State,
    Transition,
    register_machine,
    standing_in_for,
)

if TYPE_CHECKING:
    from accounts.public import User
    from content.materials.models import MaterialRequest

ASKED, DELIVERED, CONFIRMED, RETURNED, WITHDRAWN = "asked", "delivered", "confirmed", "returned", "withdrawn"
# The department has something to do.
OPEN = (ASKED, RETURNED, DELIVERED)
# Nothing lies before the asker yet.
WANTED = (ASKED, RETURNED)
Context = dict[str, Any]


def supplies(request: MaterialRequest, actor: User, context: Context) -> Sentence | None:
    """Somebody of the department, who is responsible for the request, or stands in for that person."""
    if actor.pk == request.responsible_id or actor.department_id == request.department_id:
        return None
    if request.responsible_id in standing_in_for(actor.pk, context.get("at") or timezone.now()):
        return None
    return _("Only somebody of the department that was asked does this. Ask the responsible person named here.")


def by_another(request: MaterialRequest, actor: User, context: Context) -> Sentence | None:
    """Not whoever delivered it: four eyes of the department see that it is accurate."""
    if actor.pk != request.delivered_by_id:
        return None
    return _("You delivered this yourself. Ask a colleague of the department to confirm that it is accurate.")


MATERIAL = register_machine(
    Machine(
        code="material_request",
        model="content.MaterialRequest",
        label=_("material request"),
        states=(
            State(ASKED, _("Asked"), "info", "inbox"),
            State(DELIVERED, _("Delivered, accuracy to be confirmed"), "progress", "hourglass"),
            State(CONFIRMED, _("Accuracy confirmed"), "good", "check"),
            State(RETURNED, _("Returned to the department"), "warn", "undo"),
            State(WITHDRAWN, _("Withdrawn"), "neutral", "x"),
        ),
        transitions=(
            Transition(
                "deliver", _("Deliver"), WANTED, DELIVERED, EVERYBODY, "material.delivered", guards=(supplies,),
                main=True,
            ),
            Transition(
                "confirm", _("Confirm the accuracy"), (DELIVERED,), CONFIRMED, EVERYBODY, "material.confirmed",
                needs_note=True, guards=(supplies, by_another), main=True,
            ),
            Transition(
                "send_back", _("Return"), (DELIVERED, CONFIRMED), RETURNED, WRITE, "material.returned",
                needs_note=True,
            ),
            Transition(
                "withdraw", _("Withdraw"), OPEN, WITHDRAWN, WRITE, "material.withdrawn", needs_note=True, danger=True,
            ),
            Transition("lapse", _("Lapse with the account"), OPEN, WITHDRAWN, SYSTEM, "material.lapsed"),
        ),
    )
)  # fmt: skip
