"""How custody is measured: one custodian, no use without a checkout, tested and changed secrets (R-006 to R-009)."""

from __future__ import annotations

from django.db.models import F, OuterRef, Q, Subquery

from accounts.custody.models import Checkout, Credential, Reveal, Rotation
from accounts.custody.rules import BREAK_GLASS, CUSTODIAN, KINDS, REVIEW_BREAK_GLASS, SHARE
from governance.public import Evidence, Scope, Window, holders_by_account, probe

TESTED = [kind.code for kind in KINDS if kind.tested]
ROTATING = [kind.code for kind in KINDS if kind.rotates]


@probe("R-006", part="custodian")
def logins_have_a_custodian(scope: Scope, window: Window) -> Evidence:
    """Logins whose custodian has left or may not keep them any more (D-2.2.1a)."""
    total = scope.narrow(Credential.objects.kept(), department="account__department_id", person="custodian_id")
    everywhere, pairs = holders_by_account("accounts.custody")
    rows = total.order_by().values_list("pk", "account_id", "custodian_id")
    bad = [pk for pk, account, person in rows if person not in everywhere and (account, person) not in pairs]
    return Evidence(bad=total.filter(pk__in=bad), total=total, kind="credential")


@probe("R-006", part="uses")
def secrets_were_shown_to_who_had_them(scope: Scope, window: Window) -> Evidence:
    """Secrets shown to somebody who did not have the login in hand then."""
    shown = Reveal.objects.filter(shown_at__gte=window.start, shown_at__lt=window.end)
    total = scope.narrow(
        shown, account="checkout__credential__account_id", department="checkout__credential__account__department_id",
        person="person_id",
    )  # fmt: skip
    bad = total.filter(
        ~Q(person_id=F("checkout__person_id"))
        | Q(shown_at__lt=F("checkout__taken_at"))
        | Q(checkout__returned_at__lt=F("shown_at"))
    )
    return Evidence(bad=bad, total=total, kind="reveal")


@probe("R-007")
def others_used_logins_under_a_share(scope: Scope, window: Window) -> Evidence:
    """Logins in the hand of somebody else without a share that held then; an emergency until it is reviewed."""
    # An emergency that nobody looked at stays on the board until somebody does.
    waiting = Q(ground=BREAK_GLASS, reviewed_at=None)
    taken = Checkout.objects.filter(Q(taken_at__gte=window.start) | waiting, taken_at__lt=window.end)
    taken = taken.exclude(ground=CUSTODIAN)
    total = scope.narrow(
        taken, account="credential__account_id", department="credential__account__department_id", person="person_id"
    )
    late = window.now - REVIEW_BREAK_GLASS
    unreviewed = Q(ground=BREAK_GLASS, reviewed_at=None)
    without = Q(ground=SHARE) & (
        Q(share__starts_at__gt=F("taken_at")) | Q(share__until__lte=F("taken_at"))
        | Q(share__ended_at__lt=F("taken_at")) | ~Q(share__person_id=F("person_id"))
    )  # fmt: skip
    return Evidence(
        bad=total.filter(without | (unreviewed & Q(taken_at__lt=late))), total=total,
        at_risk=total.filter(unreviewed, taken_at__gte=late), kind="checkout",
    )  # fmt: skip


@probe("R-008")
def secrets_passed_their_test(scope: Scope, window: Window) -> Evidence:
    """Passwords in use that no test has passed (D-2.2.2b)."""
    passed = Rotation.objects.filter(credential=OuterRef("pk"), number=OuterRef("number")).values("passed")[:1]
    kept = Credential.objects.kept().filter(kind__in=TESTED).annotate(has_passed=Subquery(passed))
    total = scope.narrow(kept, department="account__department_id", person="custodian_id")
    return Evidence(bad=total.exclude(has_passed=True), total=total, kind="credential")


@probe("R-009")
def secrets_are_changed_in_time(scope: Scope, window: Window) -> Evidence:
    """Logins past the day on which they had to change (D-2.2.2a); soon due ones are at risk."""
    kept = Credential.objects.kept().filter(kind__in=ROTATING)
    total = scope.narrow(kept, department="account__department_id", person="custodian_id")
    newest = total.order_by("-rotated_at").values_list("rotated_at", flat=True).first()
    return Evidence(bad=total.filter(rotation_due_at__lt=window.now), total=total, last=newest, kind="credential")
