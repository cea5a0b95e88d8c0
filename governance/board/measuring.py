"""Measuring: a scope, its probes, the lines that the rule books draw, and the status that follows (chapter 8)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from governance.board.models import Acceptance, Attestation
from governance.board.registry import Evidence, Probe, Scope, Window, probes_of
from governance.board.rules import (
    ACCEPTED,
    AT_RISK,
    ATTESTED,
    BREACHED,
    FEED,
    MET,
    NOT_MEASURED,
    ON_FEED,
    Counted,
    Judgement,
    Lines,
    judge,
    worst,
)
from governance.policies.books import shelf, steady, today
from governance.policies.models import Requirement
from governance.policies.params import governing_packs, names, param

logger = logging.getLogger(__name__)
SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one requirement measured in one scope."""

    code: str
    status: str
    reason: str
    value: float | None = None
    threshold: float | None = None
    pack: str = ""
    bad: int | None = None
    total: int | None = None
    last: datetime | None = None
    kind: str = ""
    sample: tuple[int, ...] = ()
    decided_by: str = ""
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Company:
    """Accounts with the columns that scopes are made of, read once for a whole board."""

    accounts: tuple[tuple[int, int | None, str], ...]
    departments: dict[int, int | None]

    @classmethod
    def read(cls) -> Company:
        """Read accounts and departments: two statements."""
        rows = apps.get_model("accounts", "PlatformAccount").objects.values_list("pk", "department_id", "market")
        departments = apps.get_model("accounts", "Department").objects.values_list("pk", "parent_id")
        return cls(tuple(rows), dict(departments))

    def below(self, department: int) -> frozenset[int]:
        """The department and all that are part of it."""
        found = {department}
        while more := {pk for pk, parent in self.departments.items() if parent in found} - found:
            found |= more
        return frozenset(found)


def make_scope(
    company: Company,
    *,
    pack: str | None = None,
    department: int | None = None,
    account: int | None = None,
    person: int | None = None,
    at: datetime | None = None,
) -> Scope:
    """A scope with the accounts and departments that belong to it."""
    account_ids: frozenset[int] | None = None
    department_ids: frozenset[int] | None = None
    if pack is not None:
        account_ids = frozenset(
            pk for pk, unit, market in company.accounts if pack in governing_packs(pk, unit, market, at)
        )
    if department is not None:
        department_ids = company.below(department)
        account_ids = _both(account_ids, {pk for pk, unit, _market in company.accounts if unit in department_ids})
    if account is not None:
        account_ids = _both(account_ids, {account})
    return Scope(pack, department, account, person, account_ids, department_ids)


def _both(held: frozenset[int] | None, more: Iterable[int]) -> frozenset[int]:
    return frozenset(more) if held is None else held & frozenset(more)


def make_window(now: datetime, *, start: datetime | None = None) -> Window:
    """The days that the board looks back, up to now."""
    days = int(param("board.window", at=now).value)
    return Window(start or now - timedelta(days=days), now, now)


def _where(scope: Scope) -> dict[str, Any]:
    if scope.account is not None:
        return {"account": scope.account}
    if scope.pack is not None:
        return {"pack": scope.pack}
    return {"department": scope.department} if scope.department is not None else {}


def lines_for(requirement: Requirement, scope: Scope, at: datetime, line: str | None = None) -> Lines:
    """Where the rule books of the scope draw the lines for a requirement, and which of them drew the first."""
    where = _where(scope)

    def number(name: str) -> float:
        return float(param(name, at=at, **where).value)

    target = param("board.target", at=at, **where)
    warn = number("board.warn")
    drawn, interval = target, None
    own = line or _line_of(requirement.code, "target" if requirement.mode == "T" else "interval")
    if own:
        drawn = param(own, at=at, **where)
        if drawn.kind == "interval":
            interval = float(drawn.value)
    goal = float(drawn.value) if own and drawn.kind == "count" else float(requirement.target or target.value)
    gap = max(float(target.value) - warn, 0.0)
    return Lines(
        target=goal, warn=float(requirement.warn) if requirement.warn is not None else goal - gap, interval=interval,
        fresh_share=number("board.fresh_warn"), fresh_days=number("board.fresh_days"), pack=drawn.pack,
        clause=drawn.clause or "",
    )  # fmt: skip


def _line_of(code: str, role: str) -> str | None:
    values = shelf().values_of(next(iter(shelf().books.values())).editions[0])
    return next((name for name in names(role) if code in values[name].requirements), None)


def measure(requirement: Requirement, scope: Scope, window: Window) -> Measurement:
    """Measure one requirement by its probes; the worst part decides, attestations come in where nothing measures."""
    probes = probes_of(requirement.code)
    if not probes:
        return Measurement(requirement.code, NOT_MEASURED, "no_probe")
    parts = [_measure_part(requirement, probe, scope, window) for probe in probes]
    measured = [part for part in parts if part.status != NOT_MEASURED]
    status = worst(part.status for part in parts)
    lead = next(part for part in (measured or parts) if part.status == status)
    return replace(lead, evidence=tuple(one for part in parts for one in part.evidence))


def measure_now(code: str, *, at: datetime | None = None, **where: Any) -> Measurement:
    """Measure one requirement over its usual window, as it stands at `at` (now), in the scope of `where`."""
    at = at or timezone.now()
    scope = make_scope(Company.read(), at=at, **where)
    return measure(Requirement.objects.get(code=code), scope, make_window(at))


def _measure_part(requirement: Requirement, probe: Probe, scope: Scope, window: Window) -> Measurement:
    scope = replace(scope, asked=False)
    lines = lines_for(requirement, scope, window.now, probe.line)
    try:
        with transaction.atomic():
            evidence = probe.measure(scope, window)
            bad = _count(evidence.bad)
            # What soon will be bad is asked only where nothing is bad yet: no status looks at both.
            at_risk = 0 if bad else _count(evidence.at_risk)
            counted = Counted(bad, _count(evidence.total), at_risk, evidence.last, evidence.since)
            sample = (
                []
                if evidence.bad is None or not counted.bad
                else list(evidence.bad.values_list("pk", flat=True)[:SAMPLE])
            )
    except Exception:
        logger.exception("probe failed", extra={"requirement": requirement.code, "part": probe.part})
        return Measurement(requirement.code, NOT_MEASURED, "failed")
    if scope.is_narrow and not scope.asked:
        return Measurement(requirement.code, NOT_MEASURED, "not_in_scope")
    mode = probe.mode or requirement.mode
    judged: Judgement = judge(mode, counted, lines, window.now)
    return Measurement(
        requirement.code, judged.status, judged.reason, judged.value, judged.threshold,
        lines.pack if mode in "TF" else "", counted.bad, counted.total, counted.last, evidence.kind, tuple(sample),
        evidence=(evidence,),
    )  # fmt: skip


def _count(queryset: Any) -> int:
    return 0 if queryset is None else int(queryset.count())


def measure_all(
    scope: Scope, window: Window, requirements: Iterable[Requirement] | None = None
) -> dict[str, Measurement]:
    """The whole board of one scope: probes first, then stale feeds, attestations, acceptances, roll-ups."""
    rows = list(Requirement.objects.all() if requirements is None else requirements)
    with steady():
        found = {row.code: measure(row, scope, window) for row in rows if row.mode != "S"}
    if FEED in found and found[FEED].status == BREACHED:
        for code in ON_FEED & found.keys():
            found[code] = replace(found[code], status=NOT_MEASURED, reason="stale_feed")
    if not scope.is_narrow:
        _attest(found, scope, window)
        _accept(found, scope, window)
    for row in rows:
        if row.mode == "S":
            found[row.code] = _roll_up(row, found, scope, window)
    return {row.code: found[row.code] for row in rows}


def _attest(found: dict[str, Measurement], scope: Scope, window: Window) -> None:
    """A manual word counts at most "met (attested)", and ages like freshness."""
    limit = float(param("board.attestation", at=window.now, **_where(scope)).value)
    soon = max(limit * float(param("board.fresh_warn", at=window.now).value) / 100, 3.0)
    rows = Attestation.objects.filter(attested_at__lte=window.end).order_by("attested_at")
    for attestation in rows.select_related("policy"):
        known = found.get(attestation.requirement_id)
        if known is None or not (known.status == NOT_MEASURED or known.reason.startswith("attested")):
            continue
        if attestation.policy is not None and attestation.policy.code != scope.pack:
            continue
        age = (window.now - attestation.attested_at) / timedelta(days=1)
        status, reason = (
            (BREACHED, "attested_bad") if age > limit
            else (AT_RISK, "attested_risk") if age > limit - soon
            else (ATTESTED, "attested_good")
        )  # fmt: skip
        found[known.code] = Measurement(
            known.code, status, reason, round(age, 1), limit, last=attestation.attested_at, pack=scope.pack or ""
        )


def _accept(found: dict[str, Measurement], scope: Scope, window: Window) -> None:
    """An accepted risk shows as accepted, never as met."""
    rows = Acceptance.objects.filter(
        status="accepted", expires_on__gt=today(window.now), decided_at__lte=window.end
    ).select_related("policy")
    for acceptance in rows:
        known = found.get(acceptance.requirement_id)
        if known is None or known.status not in (BREACHED, AT_RISK):
            continue
        if acceptance.policy is None or acceptance.policy.code == scope.pack:
            found[known.code] = replace(known, status=ACCEPTED, reason="accepted")


def _roll_up(requirement: Requirement, found: dict[str, Measurement], scope: Scope, window: Window) -> Measurement:
    """R-127: principle clauses show the worst of their children, and name the one that decides."""
    children = [found[code] for code in param("principles", at=window.now, **_where(scope)).value if code in found]
    status = worst(child.status for child in children)
    if status == NOT_MEASURED:
        return Measurement(requirement.code, NOT_MEASURED, "children_unmeasured")
    lead = next(child for child in children if child.status == status)
    measured = [child for child in children if child.status != NOT_MEASURED]
    bad = sum(1 for child in measured if child.status not in (MET, ATTESTED))
    return Measurement(
        requirement.code, status, "children", bad, 0, bad=bad, total=len(measured), decided_by=lead.code
    )


def clause_status(statuses: Iterable[str]) -> str:
    """A clause is as good as the worst of its requirements; not measured only if all are."""
    return worst(statuses)
