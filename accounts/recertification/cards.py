"""What the review of rights puts on the Today page: rounds with rights that wait for this person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.recertification.models import RecertificationLine, RecertificationRound
from accounts.recertification.rules import KIND
from governance.public import Card, CardItem, card, deadlines_of, standing_in_for

if TYPE_CHECKING:
    from accounts.people.models import User

SHOWN = 20


@card("rights_to_review", title=_("Rights to review"), order=31)
def rights_to_review(user: User, now: datetime) -> Card:
    """Open rounds in which this person, or whoever they stand in for, has lines to decide (R-013)."""
    mine = RecertificationLine.objects.waiting().of_reviewers([user.pk, *standing_in_for(user.pk, now)])
    counts = dict(mine.order_by().values("round_id").annotate(lines=Count("pk")).values_list("round_id", "lines"))
    rows = list(
        RecertificationRound.objects.filter(pk__in=counts).select_related("account").order_by("due_at")[:SHOWN]
    )
    clocks = deadlines_of(KIND, [row.pk for row in rows])
    return Card(
        [
            CardItem(
                str(row), row.get_absolute_url(), row.due_at,
                note=ngettext("%d right to decide", "%d rights to decide", counts[row.pk]) % counts[row.pk],
                account=row.account, deadline=next(iter(clocks.get(row.pk, [])), None),
            )
            for row in rows
        ],
        reverse("accounts:recertification_rounds"),
    )  # fmt: skip
