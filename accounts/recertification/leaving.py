"""Rights that somebody was to review when they left are reviewed by whoever stands above them (R-013)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.leaving.holdings import Handing, Holding, HoldingKind, register_holding
from accounts.people.models import User
from accounts.recertification.models import RecertificationLine, RecertificationRound
from accounts.recertification.rules import LINE_KIND
from accounts.recertification.services import settle
from accounts.recertification.sweeping import hand_line_on


def _to_review(person: User, at: datetime) -> list[Holding]:
    rows = RecertificationLine.objects.waiting().filter(reviewer=person).select_related("round", "person")
    return [Holding(LINE_KIND, row.pk, str(row), row.account_id) for row in rows.order_by("round_id", "person_id")]


def _hand_on(handing: Handing) -> User | None:
    """Never to the person whose right it is; with the last line the clock of the round goes too."""
    round_id = RecertificationLine.objects.values_list("round_id", flat=True).get(pk=handing.holding.object_id)
    review = RecertificationRound.objects.select_for_update(of=("self",)).get(pk=round_id)
    rows = RecertificationLine.objects.select_for_update(of=("self",)).select_related("reviewer__department", "person")
    line = rows.get(pk=handing.holding.object_id)
    if line.reviewer_id == handing.person.pk:
        hand_line_on(line)
        settle(review, handing.at)
    return User.objects.get(pk=line.reviewer_id) if line.reviewer_id is not None else None


register_holding(
    HoldingKind("right_to_review", _("Rights that they are to review"), _to_review, _hand_on, passes=False)
)
