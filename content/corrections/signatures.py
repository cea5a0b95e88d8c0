"""Whose yes a correction needs: everybody's whose signature the post needed, one after the other (R-027, R-030).

Without that a correction would be a way past legal, the adviser or the executive: its text replaces what they signed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from content.corrections.models import Correction
from content.corrections.rules import AGREED_BY, KIND, RIGHTS, UNIT
from content.drafts.models import LintFinding
from content.drafts.sealing import text_of
from content.review.chain import chain_of
from content.review.eligibility import eligible_ids, why_not
from content.review.models import ReviewSlot
from content.review.submission import findings_of
from governance.public import ApprovalRequest, NotAllowed, Sentence

if TYPE_CHECKING:
    from accounts.public import User
    from content.drafts.models import Draft
    from content.linter.findings import Finding
    from content.publishing.models import Publication

# What is asked of whom: the right, and of a unit which one.
Place = tuple[str, int | None]
# What was sealed of a post and its correction takes over, whatever became of the draft since.
SEALED = ("content_type", "medium", "ai_declared", "ad_declared", "flags", "units")


def as_released(publication: Publication, *, title: str, body: str, hashtags: Iterable[str]) -> Draft:
    """The draft as the released version sealed it, with other words; never stored."""
    wanted = copy(publication.draft)
    for name in SEALED:
        setattr(wanted, name, publication.version.sealed[name])
    wanted.title, wanted.body, wanted.hashtags = title, body, list(hashtags)
    return wanted


def signatures_for(publication: Publication, text: str, *, at: datetime) -> list[ReviewSlot]:
    """One empty slot for each yes, in signing order: those of the released version, and what its text asks for then.

    They count for the account of the post alone; none is stored.
    """
    account = publication.account
    signed = ReviewSlot.objects.filter(version_id=publication.version_id).select_related("department")
    asked = [slot for slot in signed.order_by("position") if account.pk in slot.accounts]
    asked += chain_of(as_released(publication, title="", body=text, hashtags=()), [account], at=at)
    found: dict[Place, ReviewSlot] = {}
    for slot in sorted(asked, key=lambda slot: slot.stage != "first"):
        alone = ReviewSlot(
            draft=publication.draft, account=account, accounts=[account.pk], stage=slot.stage, code=slot.code,
            permission=slot.permission, market=slot.market, scopes=slot.scopes, department=slot.department,
            title_zh=slot.title_zh, title_en=slot.title_en,
        )  # fmt: skip
        found.setdefault(place_of(alone), alone)
    return list(found.values())


def place_of(slot: ReviewSlot) -> Place:
    """What this slot asks for."""
    return slot.permission, slot.department_id if slot.permission == UNIT else None


def place_asked(request: ApprovalRequest) -> Place:
    """What this request asks for."""
    right = RIGHTS[request.kind]
    return right, request.department_id if right == UNIT else None


def requests_of(correction: Correction) -> QuerySet[ApprovalRequest]:
    """Every request for a yes to it, in the order in which they were asked."""
    return ApprovalRequest.objects.filter(target_kind=KIND, target_id=correction.pk, kind__in=RIGHTS).order_by("pk")


def requests_by_signature(correction: Correction) -> list[tuple[str, ApprovalRequest]]:
    """Every request with the name of the signature that was asked for, as it stands beside the post."""
    slots = signatures_for(correction.publication, correction.corrected_text, at=correction.asked_at)
    names = {place_of(slot): slot.title for slot in slots}
    rows = requests_of(correction).prefetch_related("decisions__by")
    return [(names.get(place_asked(row)) or _("Signature"), row) for row in rows]


def askers_of(correction: Correction) -> set[int]:
    """Who asked for it, and everybody who took it over as its asker since (R-012)."""
    rows = requests_of(correction).values_list("asked_by_id", "asked_before_by")
    return {correction.asked_by_id, *(pk for asker, before in rows for pk in (asker, *before))}


def require_people(slots: Iterable[ReviewSlot], draft: Draft, actor: User, at: datetime) -> None:
    """Raises NotAllowed where nobody but who asks is there for one of these signatures."""
    for slot in slots:
        if not set(eligible_ids(slot, draft, (), at)) - {actor.pk}:
            raise NotAllowed(
                _("Nobody but you is there who could agree as “%(signature)s”. Ask an administrator to name somebody, "
                  "or withdraw the post.") % {"signature": slot.title}
            )  # fmt: skip


def why_no_agreement(
    correction: Correction, request: ApprovalRequest, actor: User | None, at: datetime
) -> Sentence | None:
    """Why this person may say neither yes nor no here, or None.

    Every bar of the signature holds (R-031 to R-038), nobody who asked decides, and each decision is another's.
    """
    if actor is None or actor.pk in askers_of(correction):
        return _("You asked for this correction, so somebody else decides about it.")
    if requests_of(correction).exclude(pk=request.pk).filter(decisions__by=actor).exists():
        return _("You agreed to this correction already, so somebody else decides this.")
    slots = signatures_for(correction.publication, correction.corrected_text, at=correction.asked_at)
    draft, account = correction.publication.draft, correction.publication.account
    # A rule book that was bound back in time may ask for less; the bars of the right hold all the same.
    bare = ReviewSlot(draft=draft, account=account, accounts=[account.pk], permission=RIGHTS[request.kind])
    slot = next((slot for slot in slots if place_of(slot) == place_asked(request)), bare)
    return why_not(slot, draft, actor, (), at)


def next_signature(correction: Correction) -> ReviewSlot | None:
    """The first signature to which nobody said yes so far, or None where all are there."""
    agreed = {place_asked(request) for request in requests_of(correction).filter(status="agreed")}
    slots = signatures_for(correction.publication, correction.corrected_text, at=correction.asked_at)
    return next((slot for slot in slots if place_of(slot) not in agreed), None)


def unanswered(publication: Publication, text: str, *, at: datetime) -> list[Finding]:
    """What the linter says against this text that nobody answered in the review of this very post (R-044 to R-046)."""
    version, accounts = publication.version, [publication.account]

    def found_in(title: str, body: str, hashtags: Iterable[str]) -> list[Finding]:
        return findings_of(as_released(publication, title=title, body=body, hashtags=hashtags), accounts, at=at)

    whole = text_of(version.title, version.body, version.hashtags)
    stood = {(row.rule, row.text) for body in (whole, version.body) for row in found_in("", body, ())}
    passed = LintFinding.objects.filter(version_id=version.pk, severity="block", cleared_at__isnull=False)
    let_pass = set(passed.values_list("rule", "text"))

    def known(row: Finding) -> bool:
        """It stood there when it was signed; a blocking one is legal's to let pass, and is kept veiled."""
        return (row.rule, row.text) in stood and (
            row.severity != "block" or (row.rule, row.shown_text[:500]) in let_pass
        )

    return [row for row in found_in("", text, ()) if row.severity in ("block", "warn") and not known(row)]


def asked_of_linter(publication: Publication) -> str:
    """What the live linter is told beside the text that somebody types: the account, and what was sealed of the post.

    It may mark what was answered in this very post; `unanswered` decides.
    """
    sealed = publication.version.sealed
    said = {name: sealed[name] for name in ("ai_declared", "ad_declared", "flags")}
    return json.dumps({"account": publication.account_id, **said})


def newest_done() -> QuerySet[Correction]:
    """Of every post the correction whose text stands."""
    same = Correction.objects.done().filter(publication=OuterRef("publication"))
    return Correction.objects.done().filter(pk=Subquery(same.order_by("-corrected_at", "-pk").values("pk")[:1]))


def standing_without(permission: str) -> QuerySet[Correction]:
    """Corrections that stand though nobody with this right agreed to them."""
    agreed = ApprovalRequest.objects.filter(
        kind=AGREED_BY[permission], target_kind=KIND, target_id=OuterRef("pk"), status="agreed"
    )
    return newest_done().filter(~Exists(agreed))
