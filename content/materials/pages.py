"""What the pages of material requests show: gathered here, so that the views stay short."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from content.drafts.models import Draft
from content.materials.forms import DeliveryForm, HandOnForm
from content.materials.models import MaterialRequest
from content.materials.rules import KIND
from content.materials.workflow import OPEN, WANTED, supplies
from content.plans.models import PlanItem
from governance.public import available_moves, deadlines_of, history_of

if TYPE_CHECKING:
    from accounts.public import User

SHOWN = 50
# Delivering has a form of its own; a closed account ends its requests by itself.
MOVES = ("confirm", "send_back", "withdraw")


def material_page(request: MaterialRequest, user: User, now: datetime, **forms: Any) -> dict[str, Any]:
    """Everything on the page of one request; a form that came back with a fault takes the place of the empty one."""
    address = reverse("content:material_move", args=[request.pk])
    moves = [move for move in available_moves(request, user, {"at": now}) if move.name in MOVES]
    may_supply = supplies(request, user, {"at": now}) is None
    kept = {"version": request.lock_version}
    return {
        "material": request, "files": request.files.select_related("added_by"),
        "plan": PlanItem.objects.visible_to(user).filter(pk=request.plan_item_id or 0).first(),
        "draft": Draft.objects.visible_to(user).filter(pk=request.draft_id or 0).first(),
        "deadlines": deadlines_of(KIND, [request.pk]).get(request.pk, []),
        "may_deliver": may_supply and request.status in WANTED,
        "may_hand_on": may_supply and request.status in OPEN,
        "delivery_form": DeliveryForm(initial=kept), "hand_on_form": HandOnForm(initial=kept, request=request),
        "buttons": {
            "allowed": [(move, address, "") for move in moves if move.allowed],
            "denied": [move for move in moves if not move.allowed],
            "needs_note": any(move.transition.needs_note for move in moves if move.allowed),
        },
        "entries": history_of(KIND, request.pk, SHOWN), **forms,
    }  # fmt: skip


def asked_on(record: PlanItem | Draft, user: User) -> list[MaterialRequest]:
    """The requests that hang on a plan item or a draft, as far as a person may see them."""
    rows = MaterialRequest.objects.visible_to(user).select_related("department").order_by("due_at", "pk")
    return list(rows.filter(**{"draft" if isinstance(record, Draft) else "plan_item": record})[:SHOWN])
