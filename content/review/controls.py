"""Probes of review: the whole chain, four eyes, every criterion, named problems, signatures (R-026 to R-038)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.public import ADVISING, SIGNING, Qualification, accredited_then, qualified_then
from content.corrections.signatures import newest_done, standing_without, unanswered
from content.drafts.models import Draft
from content.drafts.rules import URGENT_WAY
from content.publishing.models import Publication, PublicationQuerySet
from content.review.models import ReviewSlot
from content.review.rules import (
    APPROVALS,
    CRAFT,
    FOLLOW_PURPOSE,
    LATE,
    LATE_OPENED_WITHIN,
    MARKET_CHECKLIST,
    MARKET_CRITERIA,
    REAUTHENTICATION_MAX_AGE,
)
from governance.public import (
    ApprovalRequest,
    Deadline,
    Evidence,
    LedgerEntry,
    Scope,
    Window,
    param,
    probe,
    slots_for,
    today,
)

# What the ledger calls writing in a draft.
WRITING = ("draft.created", "draft.changed")
EXECUTIVE, LEGAL, UNIT = "governance.sign_executive", "governance.sign_legal", "governance.confirm_facts"


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


@probe("R-028")
def the_checklist_of_the_medium_was_marked(scope: Scope, window: Window) -> Evidence:
    """Publications whose quality checklist, as the rule books ask for their medium, was not all marked."""
    total = published_in(scope, window)
    rows = total.values_list("pk", "account_id", "version_id", "version__sealed__medium", "version__submitted_at")
    places = list(rows.iterator(1000))
    asked: dict[tuple[int, str, date], set[str]] = {}
    marked: dict[int, set[str]] = {}
    slots = ReviewSlot.objects.filter(version_id__in=total.values("version_id"), decision__in=APPROVALS)
    for version_id, marks in slots.values_list("version_id", "marks").iterator(1000):
        marked.setdefault(version_id, set()).update(marks)
    bad = []
    for pk, account_id, version_id, medium, moment in places:
        if (place := (account_id, medium, today(moment))) not in asked:
            # What the rule books asked for when the signatures were laid out, by the day, whatever they ask for since.
            lists = param(CRAFT, account=account_id, at=moment).value
            asked[place] = {code for kind in (medium, "text") for code in lists.get(kind, ())}
        if asked[place] - marked.get(version_id, set()):
            bad.append(pk)
    return Evidence(bad=total.filter(pk__in=bad), total=total, kind="publication")


@probe("R-047")
def the_checklist_of_the_market_was_marked(scope: Scope, window: Window) -> Evidence:
    """Posts to a market without its checklist, or with one marked by somebody not qualified for the market."""
    published = published_in(scope, window)
    columns = ("pk", "account_id", "account__market", "version_id", "version__submitted_at")
    found = published.values_list(*columns).iterator(1000)
    asks: dict[tuple[int, date], bool] = {}
    rows = []
    for *row, moment in found:
        if (place := (row[1], today(moment))) not in asks:
            asks[place] = bool(param(MARKET_CHECKLIST, account=row[1], at=moment).value)
        if asks[place]:
            rows.append(row)
    held = list(Qualification.objects.values_list("person_id", "markets", "appointed_at", "valid_until", "ended_at"))
    signed: dict[tuple[int, str], list[tuple[int, datetime | None, Any]]] = {}
    slots = ReviewSlot.objects.filter(version_id__in=[row[3] for row in rows], decision__in=APPROVALS)
    for version_id, market, signer, moment, marks in slots.values_list(
        "version_id", "market", "signer_id", "decided_at", "marks"
    ):
        signed.setdefault((version_id, market), []).append((signer, moment, marks))

    def competent(person: int, market: str, at: datetime | None) -> bool:
        return at is not None and any(
            who == person and market in markets and since <= at < until and (ended is None or at < ended)
            for who, markets, since, until, ended in held
        )

    bad = [
        pk
        for pk, _account, market, version_id in rows
        if not any(
            set(MARKET_CRITERIA) <= marks.keys() and competent(signer, market, moment)
            for signer, moment, marks in signed.get((version_id, market), ())
        )
    ]
    total = published.filter(pk__in=[row[0] for row in rows])
    return Evidence(bad=total.filter(pk__in=bad), total=total, kind="publication")


@probe("R-019", part="two_people", mode="Z")
def urgent_reasons_had_two_yeses(scope: Scope, window: Window) -> Evidence:
    """Urgent drafts that were submitted without two different people agreeing."""
    rows = Draft.objects.urgent().filter(submitted_at__gte=window.start, submitted_at__lte=window.end)
    total = scope.narrow(rows, person="author_id")
    agreed = ApprovalRequest.objects.filter(kind="urgent_post", target_kind="draft", status="agreed")
    two = agreed.annotate(people=Count("decisions__by", distinct=True)).filter(people__gte=2)
    return Evidence(bad=total.exclude(pk__in=two.values("target_id")), total=total, kind="draft")


@probe("R-019", part="reviewed", mode="T")
def urgent_posts_were_reviewed_afterwards(scope: Scope, window: Window) -> Evidence:
    """Posts released on the urgent path whose later review fell due: those where it came late, or led nowhere."""
    fell_due = Q(late_review__due_at__gte=window.start, late_review__due_at__lte=window.end)
    opened_by = window.end - LATE_OPENED_WITHIN
    missing = Q(late_review=None, recorded_at__gte=window.start, recorded_at__lte=opened_by)
    follows = Deadline.objects.filter(
        kind=LATE, purpose=FOLLOW_PURPOSE, object_id=OuterRef("late_review__pk"), due_at__lte=window.end
    )
    # What has to be corrected or withdrawn and stands all the same stays on the board until it is done.
    waiting = Exists(follows.filter(state__in=["running", "paused"]))
    to_do = Exists(follows.filter(due_at__gte=window.start, state="met")) | waiting
    rows = Publication.objects.filter(fell_due | missing | to_do, version__way=URGENT_WAY)
    total = scope.narrow(rows, person="draft__author_id")
    late = Q(late_review__reviewed_at=None) | Q(late_review__reviewed_at__gt=F("late_review__due_at"))
    done_late = Exists(follows.filter(state="met", met_at__gt=F("due_at")))
    return Evidence(bad=total.filter(late | waiting | done_late), total=total, kind="publication")


@probe("R-030")
def the_released_version_passed_the_chain(scope: Scope, window: Window) -> Evidence:
    """Publications whose hash lacks a complete chain: a stage without consent, an open slot, a correction past it."""
    total = published_in(scope, window)
    unsigned = Exists(
        ReviewSlot.objects.filter(version_id=OuterRef("version_id")).exclude(
            decision__in=APPROVALS, sha256=OuterRef("sha256")
        )
    )
    other_hash = ~Q(sha256=F("version__sha256"))
    corrected = _corrected_without("accounts.review_first", "accounts.review_final")
    bad = total.filter(unsigned | ~_signed(stage="first") | ~_signed(stage="final") | other_hash | corrected)
    return Evidence(bad=bad, total=total, kind="publication")


@probe("R-031")
def two_people_signed_and_neither_wrote(scope: Scope, window: Window) -> Evidence:
    """Publications with fewer signers than stages, or with somebody who wrote in it among the signers."""
    # The slots of the version that was released: a later edit voids the draft's signers, not what happened.
    # Two consents of one version come from two people, which the database guards (review_signer_once_per_version).
    total = published_in(scope, window)
    signed = ReviewSlot.objects.filter(version_id=OuterRef("version_id"), signer__isnull=False)
    # Who wrote in it before they signed; whoever takes it over later has not.
    wrote = LedgerEntry.objects.filter(
        kind="draft",
        event__in=WRITING,
        object_id=OuterRef("draft_id"),
        actor_id=OuterRef("signer_id"),
        at__lte=OuterRef("decided_at"),
    )
    by_author = Exists(signed.filter(signer_id=OuterRef("draft__author_id"))) | Exists(signed.filter(Exists(wrote)))
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
    """Clocks of corrections that fell due or still run over their time, and those that were met late or not yet."""
    total = scope.narrow(
        Deadline.objects.filter(
            Q(due_at__gte=window.start) | Q(met_at=None),
            kind="draft",
            purpose="fix",
            due_at__lte=window.end,
            state__in=["running", "met"],
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
    """Publications that need a signature of this right: by the slots laid out, or by the flags as sealed.

    The chain is that of the moment at which the version was submitted: what a rule book asks since, nobody owed.
    """
    asked = set(total.filter(version__slots__permission=permission).values_list("pk", flat=True))
    chains: dict[tuple[int, tuple[str, ...], date], bool] = {}
    rows = total.values_list(
        "pk", "account_id", "version__sealed__flags", "version__sealed__units", "version__submitted_at"
    )
    for pk, account_id, flags, units, moment in rows.iterator(1000):
        on = (*sorted(flags or []), *(f"department:{unit}" for unit in sorted(units or [])))
        if (key := (account_id, on, today(moment))) not in chains:
            chains[key] = any(rule.permission == permission for rule in slots_for([account_id], on, at=moment))
        if chains[key]:
            asked.add(pk)
    return sorted(asked)


def _corrected_without(*permissions: str) -> Q:
    """Posts on which a corrected text stands to which nobody with one of these rights agreed."""
    rows = (standing_without(permission).values("publication_id") for permission in permissions)
    return Q(*(("pk__in", found) for found in rows), _connector=Q.OR)


def _with_signature(scope: Scope, window: Window, permission: str) -> Evidence:
    published = published_in(scope, window)
    total = published.filter(pk__in=_asking(published, permission))
    bad = total.filter(~_signed(permission=permission) | _corrected_without(permission))
    return Evidence(bad=bad, total=total, kind="publication")


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
    bad = total.filter(unconfirmed | ~_signed(permission=UNIT) | _corrected_without(UNIT))
    return Evidence(bad=bad, total=total, kind="publication")


@probe("R-038")
def an_adviser_signed_health_content(scope: Scope, window: Window) -> Evidence:
    """Health publications without the signature of an adviser whose accreditation was on file when they signed."""
    published = published_in(scope, window)
    total = published.filter(pk__in=_asking(published, ADVISING))
    signed = ReviewSlot.objects.filter(
        accredited_then("signer_id", "decided_at"), version_id=OuterRef("version_id"), permission=ADVISING,
        decision__in=APPROVALS, sha256=OuterRef("sha256"),
    )  # fmt: skip
    unaccredited = ReviewSlot.objects.filter(
        ~accredited_then("signer_id", "decided_at"), version_id=OuterRef("version_id"), permission=ADVISING
    )
    bad = total.filter(~Exists(signed) | Exists(unaccredited) | _corrected_without(ADVISING))
    return Evidence(bad=bad, total=total, kind="publication")


def _came_in(total: PublicationQuerySet, categories: frozenset[str], severity: str) -> list[int]:
    """Publications whose corrected text holds something for which nobody answered, by the words of that day."""
    rows = newest_done().filter(publication__in=total).select_related(
        "publication__account", "publication__version", "publication__draft__account"
    )  # fmt: skip
    return [
        row.publication_id
        for row in rows.iterator(1000)
        if any(
            (not categories or found.category in categories) and severity in ("", found.severity)
            for found in unanswered(row.publication, row.corrected_text, at=row.asked_at)
        )
    ]


def _answered(scope: Scope, window: Window, categories: Iterable[str] = (), severity: str = "") -> Evidence:
    total = published_in(scope, window)
    finding = Q(version__findings__cleared_at=None, version__findings__isnull=False)
    if categories:
        finding &= Q(version__findings__category__in=list(categories))
        finding &= Q(version__findings__severity__in=["block", "warn"])
    if severity:
        finding &= Q(version__findings__severity=severity)
    came_in = _came_in(total, frozenset(categories), severity)
    bad = total.filter(Q(pk__in=total.filter(finding).values("pk")) | Q(pk__in=came_in))
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
