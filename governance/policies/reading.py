"""What the pages of the rule books show, read in few statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from governance.policies.books import today
from governance.policies.models import Clause, PackBinding, Parameter, Policy, PolicyReading, PolicyVersion
from governance.policies.params import param

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule book as the list shows it."""

    policy: Policy
    version: PolicyVersion | None
    signed: PolicyReading | None
    sign_by: date | None
    proposals: int


def policies_for(user: User, now: datetime) -> list[Shown]:
    """All rule books with the version in force and whether this person signed it."""
    policies = Policy.objects.select_related("owner").annotate(
        clause_count=Count("clauses", distinct=True),
        binding_count=Count("bindings", filter=Q(bindings__ends_on__isnull=True), distinct=True),
        proposal_count=Count("versions", filter=Q(versions__status="draft"), distinct=True),
    )
    versions = {
        version.policy_id: version for version in PolicyVersion.objects.in_force(today(now)).select_related("policy")
    }
    signed = {reading.version_id: reading for reading in PolicyReading.objects.filter(user=user)}
    rows = []
    for policy in policies:
        version = versions.get(policy.pk)
        reading = signed.get(version.pk) if version else None
        by = None if version is None or reading else sign_by(version, user)
        rows.append(Shown(policy, version, reading, by, policy.proposal_count))
    return rows


def sign_by(version: PolicyVersion, user: User) -> date:
    """The last day of the grace for this person; `version` comes with its rule book."""
    days = int(param("signing.grace", pack=version.policy.code).value)
    return max(version.effective_from, today(user.date_joined)) + timedelta(days=days)


def chapters_of(policy: Policy) -> list[tuple[str, list[Clause]]]:
    """Clauses by chapter, with their requirements."""
    clauses = policy.clauses.prefetch_related("requirements")
    return [(chapter, list(rows)) for chapter, rows in groupby(clauses, key=lambda clause: clause.chapter)]


def history_of_parameter(policy: Policy, name: str) -> list[Parameter]:
    """The values that a parameter has had, newest first, with who proposed and who approved."""
    rows = Parameter.objects.filter(version__policy=policy, name=name, version__status__in=["current", "retired"])
    found = list(
        rows.select_related("version__proposed_by", "version__decided_by", "version__policy").order_by(
            "-version__number"
        )
    )
    return [row for row, older in zip(found, [*found[1:], None], strict=True) if not older or older.value != row.value]


def changes_of(version: PolicyVersion) -> list[tuple[Parameter, Parameter | None]]:
    """The parameters that a version changes, each with what held before."""
    before = (
        PolicyVersion.objects.filter(policy=version.policy_id, number__lt=version.number)
        .approved().order_by("-effective_from", "-number").first()
    )  # fmt: skip
    old: dict[str, Parameter] = {row.name: row for row in before.parameters.all()} if before else {}
    rows = version.parameters.all()
    return [(row, old.get(row.name)) for row in rows if before and old.get(row.name, row).value != row.value]


def bindings_of(policy: Policy) -> Any:
    """Where the rule book holds, present bindings first."""
    rows = PackBinding.objects.filter(policy=policy).select_related("account", "department", "bound_by", "ended_by")
    return rows.order_by("-ends_on", "starts_on")


def tab_of(policy: Policy, version: PolicyVersion | None, tab: str) -> dict[str, Any]:
    """What one tab of a rule book's page shows."""
    if tab == "parameters":
        return {"parameters": version.parameters.all() if version else []}
    if tab == "bindings":
        return {"bindings": bindings_of(policy)}
    if tab == "history":
        return {"versions": policy.versions.select_related("proposed_by", "decided_by")}
    return {"chapters": chapters_of(policy)}
