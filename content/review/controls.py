"""Probes of review: the whole chain, four eyes, every criterion, named problems, signatures (R-026 to R-038)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.public import SIGNING, qualified_then
from content.publishing.models import Publication, PublicationQuerySet
from content.review.models import ReviewSlot
from content.review.rules import APPROVALS, REAUTHENTICATION_MAX_AGE
from governance.public import Deadline, Evidence, Scope, Window, probe, slots_for

EXECUTIVE, LEGAL, ADVISER, UNIT = (
    "governance.sign_executive", "governance.sign_legal", "governance.sign_adviser", "governance.confirm_facts",
)  # fmt: skip


def published_in(scope: Scope, window: Window) -> PublicationQuerySet:
    """Publications of the window."""
    rows = Publication.objects.filter(published_at__gte=window.start, published_at__lte=window.end)
    return scope.narrow(rows, person="draft__author_id")


def _signed(**extra: object) -> Exists:
    """A signature with consent on the very version that was released."""
    return Exists(
        ReviewSlot.objects.filter(
            version_id=OuterRef("version_id"), decision__in=APPROVALS, sha256=OuterRef("sha256"), **extra
        )
    )


@probe("R-026")
def relevance_brand_and_values_were_passed(scope: Scope, window: Window) -> Evidence:
    """Publications on which nobody passed relevance, brand and values."""
    total = published_in(scope, window)
    passed = (
        _signed(stage="first", marks__relevance="pass")
        & _signed(stage="final", marks__brand_image="pass")
        & _signed(stage="final", marks__values="pass")
    )
    return Evidence(bad=total.filter(~passed), total=total, kind="publication")


@probe("R-027")
def statements_have_sources(scope: Scope, window: Window) -> Evidence:
    """Publications with a statement of fact that has no source."""
    total = published_in(scope, window)
    return Evidence(bad=total.filter(version__unsourced_claims__gt=0), total=total, kind="publication")


@probe("R-030")
def the_released_version_passed_the_chain(scope: Scope, window: Window) -> Evidence:
    """Publications whose hash lacks a complete chain: a stage without consent, a slot that was left open."""
    total = published_in(scope, window)
    unsigned = Exists(
        ReviewSlot.objects.filter(version_id=OuterRef("version_id")).exclude(
            decision__in=APPROVALS, sha256=OuterRef("sha256")
        )
    )
    other_hash = ~Q(sha256=F("version__sha256"))
    bad = total.filter(unsigned | ~_signed(stage="first") | ~_signed(stage="final") | other_hash)
    return Evidence(bad=bad, total=total, kind="publication")


@probe("R-031")
def two_people_signed_and_neither_wrote(scope: Scope, window: Window) -> Evidence:
    """Publications with fewer signers than stages, or with the author among the signers."""
    # The slots of the version that was released: a later edit voids the draft's signers, not what happened.
    # Two consents of one version come from two people, which the database guards (review_signer_once_per_version).
    total = published_in(scope, window)
    by_author = Exists(
        ReviewSlot.objects.filter(version_id=OuterRef("version_id"), signer_id=OuterRef("draft__author_id"))
    )
    alone = ~_signed(stage="first") | ~_signed(stage="final") | by_author
    return Evidence(bad=total.filter(alone), total=total, kind="publication")


def _decided(scope: Scope, window: Window) -> QuerySet[ReviewSlot]:
    rows = ReviewSlot.objects.filter(decided_at__gte=window.start, decided_at__lte=window.end)
    return scope.narrow(rows, person="signer_id")


@probe("R-032")
def every_criterion_was_marked(scope: Scope, window: Window) -> Evidence:
    """Signatures with a criterion that nobody marked."""
    total = _decided(scope, window)
    rows = total.values_list("pk", "criteria", "marks").iterator(1000)
    unmarked = [pk for pk, criteria, marks in rows if set(criteria) - set(marks)]
    return Evidence(bad=total.filter(pk__in=unmarked), total=total, kind="signature")


@probe("R-033", mode="Z")
def changes_are_requested_for_named_problems(scope: Scope, window: Window) -> Evidence:
    """Requests for changes without a named problem."""
    total = _decided(scope, window).filter(decision="changes")
    return Evidence(bad=total.filter(problems=None), total=total, kind="signature")


@probe("R-033", part="fixed", mode="T")
def returned_drafts_are_corrected_in_time(scope: Scope, window: Window) -> Evidence:
    """Clocks of corrections that fell due, and those that were met late or not yet."""
    total = scope.narrow(
        Deadline.objects.filter(
            kind="draft", purpose="fix", due_at__gte=window.start, due_at__lte=window.end, state__in=["running", "met"]
        ),
        person="owner_id",
    )
    late = Q(met_at__gt=F("due_at")) | Q(met_at=None)
    return Evidence(bad=total.filter(late), total=total, kind="deadline")


@probe("R-034", part="signatures", mode="Z")
def decisions_are_signed(scope: Scope, window: Window) -> Evidence:
    """Decisions whose hash is not the version's, or whose password was not confirmed just before."""
    total = _decided(scope, window)
    unsigned = (
        ~Q(sha256=F("version__sha256"))
        | Q(reauthenticated_at=None)
        | Q(reauthenticated_at__gt=F("decided_at"))
        | Q(decided_at__gt=F("reauthenticated_at") + REAUTHENTICATION_MAX_AGE + timedelta(seconds=1))
    )
    return Evidence(bad=total.filter(unsigned), total=total, kind="signature")


def _asking(total: PublicationQuerySet, permission: str) -> list[int]:
    """Publications that need a signature of this right: by the slots laid out, or by the flags as sealed."""
    asked = set(total.filter(version__slots__permission=permission).values_list("pk", flat=True))
    chains: dict[tuple[int, tuple[str, ...]], bool] = {}
    rows = total.values_list("pk", "account_id", "version__sealed__flags", "version__sealed__units")
    for pk, account_id, flags, units in rows.iterator(1000):
        key = (account_id, (*sorted(flags or []), *(f"department:{unit}" for unit in sorted(units or []))))
        if key not in chains:
            chains[key] = any(rule.permission == permission for rule in slots_for([account_id], key[1]))
        if chains[key]:
            asked.add(pk)
    return sorted(asked)


def _with_signature(scope: Scope, window: Window, permission: str) -> Evidence:
    published = published_in(scope, window)
    total = published.filter(pk__in=_asking(published, permission))
    return Evidence(bad=total.filter(~_signed(permission=permission)), total=total, kind="publication")


@probe("R-035")
def an_executive_signed_what_was_flagged(scope: Scope, window: Window) -> Evidence:
    """Flagged publications without the signature of an executive."""
    return _with_signature(scope, window, EXECUTIVE)


@probe("R-036")
def legal_signed_what_needs_it(scope: Scope, window: Window) -> Evidence:
    """Publications that need legal's signature and lack it."""
    return _with_signature(scope, window, LEGAL)


@probe("R-037")
def named_units_confirmed_their_facts(scope: Scope, window: Window) -> Evidence:
    """Publications that name a unit which did not confirm."""
    published = published_in(scope, window)
    total = published.filter(pk__in=_asking(published, UNIT))
    unconfirmed = Exists(
        ReviewSlot.objects.filter(version_id=OuterRef("version_id"), permission=UNIT).exclude(decision__in=APPROVALS)
    )
    return Evidence(bad=total.filter(unconfirmed | ~_signed(permission=UNIT)), total=total, kind="publication")


@probe("R-038")
def an_adviser_signed_health_content(scope: Scope, window: Window) -> Evidence:
    """Health publications without the signature of a professional adviser."""
    return _with_signature(scope, window, ADVISER)


def _answered(scope: Scope, window: Window, categories: Iterable[str] = (), severity: str = "") -> Evidence:
    total = published_in(scope, window)
    finding = Q(version__findings__cleared_at=None, version__findings__isnull=False)
    if categories:
        finding &= Q(version__findings__category__in=list(categories))
        finding &= Q(version__findings__severity__in=["block", "warn"])
    if severity:
        finding &= Q(version__findings__severity=severity)
    bad = total.filter(pk__in=total.filter(finding).values("pk"))
    return Evidence(bad=bad, total=total, kind="publication")


@probe("R-044")
def secrets_and_personal_data_were_cleared(scope: Scope, window: Window) -> Evidence:
    """Publications with a secret or personal data that nobody cleared."""
    return _answered(scope, window, categories=("secret", "personal"))


@probe("R-045")
def blocking_words_were_overridden_by_legal(scope: Scope, window: Window) -> Evidence:
    """Publications with a blocking finding that legal did not let pass."""
    return _answered(scope, window, severity="block")


@probe("R-122")
def reviewers_were_qualified(scope: Scope, window: Window) -> Evidence:
    """First and final reviews signed by somebody who was not qualified as reviewer at that moment (O-4.3.3a)."""
    total = _decided(scope, window).filter(permission__in=SIGNING)
    return Evidence(bad=total.filter(~qualified_then("signer_id", "decided_at")), total=total, kind="signature")
