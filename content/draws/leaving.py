"""What of prize draws passes on when somebody leaves: draws that wait for their word as the witness (R-057)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.public import Handing, Holding, HoldingKind, User, register_holding
from content.campaigns.rules import SEE
from content.campaigns.workflow import CLOSED, DROPPED
from content.draws.models import Draw
from content.draws.rules import KIND
from content.draws.witnesses import carried_out_by, hand_witness_on
from content.draws.workflow import UNWITNESSED
from governance.public import Refused, WrongState, holder_ids


def _draws(person: User, at: datetime) -> list[Holding]:
    rows = Draw.objects.filter(witness=person, status__in=UNWITNESSED)
    rows = rows.exclude(campaign__status__in=[CLOSED, DROPPED]).select_related("campaign").order_by("pk")
    return [Holding(KIND, row.pk, row.title, row.account_id) for row in rows]


def _witnesses(holding: Holding) -> Collection[int]:
    """Who sees the account, and neither wrote or owns the campaign nor carries the draw out."""
    draw = Draw.objects.select_related("campaign").get(pk=holding.object_id)
    barred = {draw.campaign.owner_id, *draw.campaign.writers, *carried_out_by(draw)}
    return sorted(set(holder_ids(SEE, holding.account_id)) - barred)


def _hand(handing: Handing) -> User | None:
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    draw = Draw.objects.select_related("campaign").get(pk=handing.holding.object_id)
    try:
        hand_witness_on(draw, handing.successor, actor=handing.actor, at=handing.at)
    except Refused as refusal:
        words = _("%(person)s cannot witness “%(draw)s” any more. Choose somebody else for it.")
        raise WrongState(words % {"person": handing.successor, "draw": draw.title}) from refusal
    return handing.successor


register_holding(
    HoldingKind("draw_witness", gettext_lazy("Draws that they witness"), _draws, _hand, takers=_witnesses)
)
