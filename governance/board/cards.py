"""What the board has waiting for a person: findings to put right, risks to decide."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.access.services import can
from governance.board.models import Acceptance, Finding
from governance.deadlines.services import deadlines_of
from governance.home.registry import Card, CardItem, card

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 20


@card("findings", title=_("Findings to put right"), order=35)
def findings(user: User, now: datetime) -> Card | None:
    """Open findings that the person owns (R-109)."""
    rows = list(
        Finding.objects.filter(owner=user, status="open").select_related("requirement").order_by("due_at")[:SHOWN]
    )
    running = deadlines_of("finding", [row.pk for row in rows])
    return Card(
        [
            CardItem(
                str(row), reverse("governance:board_requirement", args=[row.requirement_id]), row.due_at,
                deadline=next(iter(running.get(row.pk, [])), None),
            )
            for row in rows
        ],
        reverse("governance:board"),
    )  # fmt: skip


@card("risks_to_accept", title=_("Risks to decide"), order=46)
def risks_to_accept(user: User, now: datetime) -> Card | None:
    """Risks that somebody else asks to accept, for executives (chapter 8)."""
    if not can(user, "governance.sign_executive"):
        return None
    rows = Acceptance.objects.filter(status="asked").exclude(requested_by=user).select_related("requirement")
    return Card(
        [
            CardItem(
                str(row.requirement), reverse("governance:board_requirement", args=[row.requirement_id]),
                note=row.reason,
            )
            for row in rows[:SHOWN]
        ],
        reverse("governance:board"),
    )  # fmt: skip
