"""How prize draws are measured: frozen rules, witness and winners, delivery, winners shown (R-057, K-5.3.3)."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from content.campaigns.models import Campaign, CampaignTerms
from content.campaigns.rules import KIND as CAMPAIGN
from content.draws.models import Draw, DrawResult, DrawWinner
from content.draws.rules import KIND, WINNER_KIND, WITNESS_WITHIN
from content.draws.workflow import DONE, DRAWN, VOID, WITNESSED
from governance.public import Evidence, Scope, Window, probe

UNIT = "campaign__account__department_id"


@probe("R-057", part="rules", mode="Z")
def rules_are_frozen_at_the_start(scope: Scope, window: Window) -> Evidence:
    """Started campaigns, and those whose terms were frozen after the start, or never, or are not the ones named."""
    rows = Campaign.objects.filter(started_at__gte=window.start, started_at__lte=window.end)
    total = scope.narrow(rows, department="account__department_id", person="author_id")
    frozen = CampaignTerms.objects.filter(
        campaign_id=OuterRef("pk"), frozen_at__lte=OuterRef("started_at"), sha256=OuterRef("terms_sha256")
    )
    return Evidence(bad=total.filter(~Exists(frozen)), total=total, kind=CAMPAIGN)


@probe("R-057", part="draws", mode="Z")
def draws_are_witnessed_and_won(scope: Scope, window: Window) -> Evidence:
    """Draws whose time has come in the window, and those without list, result, winners or witness.

    A void draw is what was promised as long as none takes its place. At risk are draws that only wait for the word of
    the witness.
    """
    undone = ~Q(status__in=[WITNESSED, DONE, VOID])
    rows = Draw.objects.filter(Q(draws_at__gte=window.start) | undone, draws_at__lte=min(window.end, window.now))
    rows = rows.filter(~Q(status=VOID) | Q(pk__in=Draw.objects.not_replaced())).exclude(campaign__started_at=None)
    total = scope.narrow(rows, account="campaign__account_id", department=UNIT, person="planned_by_id")
    result = DrawResult.objects.filter(draw_id=OuterRef("pk"))
    won = DrawWinner.objects.filter(draw_id=OuterRef("pk"), prize__isnull=False)
    witnessed = Q(status__in=[WITNESSED, DONE], witnessed_at__isnull=False) & ~Q(witness=F("drawn_by"))
    whole = witnessed & Exists(result) & Exists(won)
    waiting = total.filter(status=DRAWN)
    bad = total.exclude(pk__in=total.filter(whole).values("pk")).exclude(pk__in=waiting.filter(
        result__drawn_at__gte=window.now - WITNESS_WITHIN).values("pk"))  # fmt: skip
    return Evidence(bad=bad, total=total, at_risk=waiting, kind=KIND)


@probe("R-057", part="delivery", mode="Z")
def prizes_are_delivered(scope: Scope, window: Window) -> Evidence:
    """Prizes whose delivery was promised by a time in the window, and those not delivered by then.

    What was passed on counts with the one who got it; where nobody did, it is not delivered.
    """
    open_still = Q(delivered_at=None) & ~Q(status=DrawWinner.PASSED)
    rows = DrawWinner.objects.filter(
        Q(draw__deliver_by__gte=window.start) | open_still,
        draw__deliver_by__lte=min(window.end, window.now),
        prize__isnull=False,
    ).exclude(status=DrawWinner.PASSED, heir__isnull=False)
    total = scope.narrow(rows, account="draw__campaign__account_id", department=f"draw__{UNIT}",
                         person="draw__planned_by_id")  # fmt: skip
    late = Q(delivered_at=None) | Q(delivered_at__gt=F("draw__deliver_by"))
    return Evidence(bad=total.filter(late), total=total, kind=WINNER_KIND)
