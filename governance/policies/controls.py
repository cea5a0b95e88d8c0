"""Probes of the rule books themselves: bound, signed, reviewed (R-105, R-106, R-126)."""

from __future__ import annotations

from datetime import timedelta

from django.apps import apps
from django.db.models import DateTimeField, Max, Min, Q
from django.db.models.functions import Coalesce

from governance.board.registry import Evidence, Scope, Window, probe
from governance.policies.models import Policy
from governance.policies.params import bound_packs, param
from governance.policies.people import bound_staff, signing_state


@probe("R-105", part="accounts")
def accounts_have_a_rule_book(scope: Scope, window: Window) -> Evidence:
    """Active accounts to which no rule book is bound, by themselves or by their department."""
    model = apps.get_model("accounts", "PlatformAccount")
    total = scope.narrow(model.objects.filter(status="active"), account="pk", department="department_id")
    bad = [
        pk
        for pk, department_id in total.values_list("pk", "department_id")
        if not bound_packs(account_id=pk, department_id=department_id, at=window.now)
    ]
    return Evidence(bad=total.filter(pk__in=bad), total=total, kind="platform_account")


@probe("R-105", part="staff")
def staff_have_a_rule_book(scope: Scope, window: Window) -> Evidence:
    """Active staff whom no rule book binds, neither through a department nor through an account."""
    model = apps.get_model("accounts", "User")
    total = scope.narrow(model.objects.filter(is_active=True), account=None, department="department_id", person="pk")
    staff = bound_staff(window.now)
    if scope.pack is not None:
        total = total.filter(pk__in=[one.user_id for one in staff if scope.pack in one.packs])
    return Evidence(bad=total.filter(pk__in=[one.user_id for one in staff if not one.packs]), total=total, kind="user")


@probe("R-106")
def staff_have_signed(scope: Scope, window: Window) -> Evidence:
    """People past the grace, and those of them who have not signed what binds them."""
    due, missing = signing_state(scope.pack, window.now)
    model = apps.get_model("accounts", "User")
    total = scope.narrow(model.objects.filter(pk__in=due), account=None, department="department_id", person="pk")
    return Evidence(bad=total.filter(pk__in=missing), total=total, kind="user")


@probe("R-126")
def rule_books_are_reviewed(scope: Scope, window: Window) -> Evidence:
    """Rule books whose last review, or first day where there was none, is longer ago than a year."""
    policies = Policy.objects.annotate(
        looked_at=Coalesce(
            Max("reviews__reviewed_at", filter=Q(reviews__reviewed_at__lte=window.end)),
            Min("versions__decided_at", filter=Q(versions__decided_at__lte=window.end)),
            output_field=DateTimeField(),
        )
    ).filter(looked_at__isnull=False)
    if scope.pack is not None:
        policies = policies.filter(code=scope.pack)
    days = float(param("policy.review", pack=scope.pack, at=window.now).value)
    soon = max(days * float(param("board.fresh_warn", at=window.now).value) / 100, 3.0)
    late = window.now - timedelta(days=days)
    bad = policies.filter(looked_at__lt=late)
    at_risk = policies.filter(looked_at__gte=late, looked_at__lt=late + timedelta(days=soon))
    return Evidence(bad=bad, total=policies, at_risk=at_risk, kind="policy")
