"""Probes of outside material: no post with material whose licence is missing or has run out (R-029)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from content.drafts.models import DraftAsset
from content.licences.models import LicenceTerm
from content.licences.rules import REMIND
from content.publishing.models import Publication
from content.review.controls import published_in
from governance.public import Evidence, Scope, Window, param, probe, today


def _outside() -> QuerySet[DraftAsset]:
    """The licensed files of the outer publication's draft, which nobody changes any more."""
    return DraftAsset.objects.filter(draft_id=OuterRef("draft_id"), asset__origin="licensed")


def _without_licence(day: object) -> Exists:
    """A licensed file of the outer publication for which no proven term covers the day."""
    lasting = Q(valid_until=None) | Q(valid_until__gte=day)
    terms = LicenceTerm.objects.filter(
        lasting, licence_id=OuterRef("asset__held_under_id"), valid_from__lte=day
    ).exclude(proof_place="")
    ended = Q(asset__held_under__ended_on__lte=day)
    return Exists(_outside().filter(~Exists(terms) | ended))


@probe("R-029", part="stated", mode="Z")
def authors_said_whose_work_it_is(scope: Scope, window: Window) -> Evidence:
    """Posts, and those whose signed version does not say whose work it is."""
    total = published_in(scope, window)
    return Evidence(bad=total.exclude(version__sealed__has_key="originality"), total=total, kind="publication")


@probe("R-029", part="published")
def published_material_was_licensed(scope: Scope, window: Window) -> Evidence:
    """Posts with outside material, and those where a licence did not hold on the day they went out."""
    total = (
        published_in(scope, window)
        .filter(Exists(_outside()))
        .annotate(day=TruncDate("published_at", tzinfo=timezone.get_default_timezone()))
    )
    lasting = Q(valid_until=None) | Q(valid_until__gte=OuterRef(OuterRef("day")))
    terms = LicenceTerm.objects.filter(
        lasting, licence_id=OuterRef("asset__held_under_id"), valid_from__lte=OuterRef(OuterRef("day"))
    ).exclude(proof_place="")
    ended = Q(asset__held_under__ended_on__lte=OuterRef("day"))
    return Evidence(
        bad=total.filter(Exists(_outside().filter(~Exists(terms) | ended))), total=total, kind="publication"
    )


@probe("R-029", part="standing")
def standing_material_is_licensed(scope: Scope, window: Window) -> Evidence:
    """Posts with outside material that still stand; bad where the licence has run out, at risk where it soon will."""
    rows = Publication.objects.filter(withdrawn_at=None, published_at__lte=window.end).filter(Exists(_outside()))
    total = scope.narrow(rows, person="draft__author_id")
    day = today(window.now)
    where = {"account": scope.account} if scope.account else {"pack": scope.pack} if scope.pack else {}
    notice = timedelta(days=int(param(REMIND, at=window.now, **where).value))
    bad = total.filter(_without_licence(day))
    soon = total.filter(_without_licence(day + notice)).exclude(_without_licence(day))
    return Evidence(bad=bad, total=total, at_risk=soon, kind="publication")
