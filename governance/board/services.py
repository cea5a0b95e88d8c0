"""Writing on the board: measurements, findings from breaches, attestations, accepted risks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access.holding import holders
from governance.access.services import require
from governance.board.measuring import Company, Measurement, make_scope, make_window, measure_all
from governance.board.models import Acceptance, Attestation, Finding, ProbeRun, Standing
from governance.board.registry import Scope, Window
from governance.board.rules import BREACHED, NOT_MEASURED, STATUS, TEXT_LIMIT
from governance.board.workflow import OPEN
from governance.deadlines.services import meet_deadline, open_deadline
from governance.ledger.services import record
from governance.policies.books import shelf, today
from governance.policies.models import Policy, Requirement
from governance.policies.params import param
from governance.refusals.exceptions import NoteRequired, Refused
from governance.texts.hygiene import clean_text
from governance.workflow.services import move
from governance.worktime.rules import Limit

if TYPE_CHECKING:
    from accounts.models import User

SEES = "governance.view_board"
HOME_CALENDAR = "CN"


def measure_board(*, now: datetime | None = None, follow_up: bool = True) -> int:
    """Measure every requirement for the company and for each rule book, and keep all of it; returns how many.

    The nightly round. Breaches open findings, good measurements close them (R-109), unless the look is at the past.
    """
    now = now or timezone.now()
    company, window = Company.read(), make_window(now)
    requirements = list(Requirement.objects.all())
    policies = {policy.code: policy for policy in Policy.objects.select_related("owner")}
    rounds: list[tuple[Policy | None, dict[str, Measurement]]] = []
    kept = 0
    for pack in (None, *shelf().books):
        scope = make_scope(company, pack=pack, at=now)
        found = measure_all(scope, window, requirements)
        policy = policies.get(pack) if pack else None
        kept += len(_keep(found, scope, policy, window, newest=follow_up))
        rounds.append((policy, found))
    if follow_up:
        _follow_up(rounds, now)
    return kept


def measure_once_a_day(*, now: datetime | None = None) -> int:
    """Measure unless this day was measured already; returns how many measurements were kept."""
    now = now or timezone.now()
    last = ProbeRun.objects.filter(on_demand=False, account=None, department=None, person=None).order_by("-pk").first()
    return 0 if last is not None and today(last.computed_at) >= today(now) else measure_board(now=now)


def measure_past_months(now: datetime, months: int = 11) -> int:
    """Measure as of the ends of past months, where the records lie further back than the measurements."""
    zone = timezone.get_default_timezone()
    first = timezone.localtime(now, zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    ends = []
    for _back in range(months):
        ends.append(first - timedelta(seconds=1))
        first = (first - timedelta(days=1)).replace(day=1)
    return sum(measure_board(now=end, follow_up=False) for end in reversed(ends))


def measure_scope(
    *, actor: User, pack: str | None = None, department: int | None = None, account: int | None = None,
    person: int | None = None, now: datetime | None = None,
) -> list[ProbeRun]:  # fmt: skip
    """Measure one scope now, because somebody wants to see it."""
    require(actor, SEES)
    now = now or timezone.now()
    scope = make_scope(
        Company.read(), pack=pack, department=department, account=account, person=person, at=now
    )  # fmt: skip
    window = make_window(now)
    found = measure_all(scope, window)
    policy = Policy.objects.filter(code=pack).first() if pack else None
    return _keep(found, scope, policy, window, on_demand=True)


def scope_key(
    *, policy_id: int | None = None, department: int | None = None, account: int | None = None,
    person: int | None = None,
) -> str:  # fmt: skip
    """One name for a scope: the key under which its newest measurements stand."""
    parts = (("policy", policy_id), ("department", department), ("account", account), ("person", person))
    return " ".join(f"{name}:{pk}" for name, pk in parts if pk is not None) or "company"


def _keep(
    found: dict[str, Measurement],
    scope: Scope,
    policy: Policy | None,
    window: Window,
    *,
    on_demand: bool = False,
    newest: bool = True,
) -> list[ProbeRun]:
    """Append the measurements, and let the newest of the scope point at them."""
    key = scope_key(
        policy_id=policy.pk if policy else None, department=scope.department, account=scope.account,
        person=scope.person,
    )  # fmt: skip
    runs = [
        ProbeRun(
            requirement_id=one.code, policy=policy, account_id=scope.account, department_id=scope.department,
            person_id=scope.person, window_start=window.start, window_end=window.end, computed_at=window.now,
            status=one.status, reason=one.reason, bad=one.bad, total=one.total, value=one.value,
            threshold=one.threshold, threshold_pack=one.pack, last_at=one.last,
            sample=[[one.kind, pk] for pk in one.sample] if one.kind else [], on_demand=on_demand,
        )
        for one in found.values()
    ]  # fmt: skip
    with transaction.atomic():
        runs = ProbeRun.objects.bulk_create(runs)
        if not newest:
            return runs
        Standing.objects.bulk_create(
            [Standing(scope=key, requirement_id=run.requirement_id, run=run) for run in runs],
            update_conflicts=True, unique_fields=["scope", "requirement"], update_fields=["run"],
        )  # fmt: skip
    return runs


def _follow_up(rounds: list[tuple[Policy | None, dict[str, Measurement]]], now: datetime) -> None:
    """A breach anywhere opens one finding for the requirement; good everywhere closes it."""
    breached: dict[str, tuple[Policy | None, Measurement]] = {}
    for policy, found in rounds:
        for code, one in found.items():
            if one.status == BREACHED and one.reason != "children":
                breached[code] = (policy, one)
    held = {finding.requirement_id: finding for finding in Finding.objects.filter(status__in=OPEN)}
    measured = {code for _policy, found in rounds for code, one in found.items() if one.status != NOT_MEASURED}
    for code in sorted(breached.keys() - held.keys()):
        _open_finding(code, breached[code][0], now)
    for code in sorted((held.keys() & measured) - breached.keys()):
        _close_finding(held[code], now)


def _open_finding(code: str, policy: Policy | None, now: datetime) -> Finding:
    scope = scope_key(policy_id=policy.pk if policy else None)
    limit = Limit.of(param("finding.fix", at=now).value)
    owner = policy.owner if policy else None
    owner = owner or holders("governance.manage_policies").first()
    with transaction.atomic():
        finding = Finding.objects.create(
            requirement_id=code, policy=policy, owner=owner, opened_at=now, due_at=now,
            run=Standing.objects.get(scope=scope, requirement_id=code).run,
        )  # fmt: skip
        deadline = open_deadline(
            kind="finding", object_id=finding.pk, purpose="rectification", owner=owner, limit=limit, start=now,
            calendar=HOME_CALENDAR, at=now,
        )  # fmt: skip
        finding.due_at = deadline.due_at
        finding.save(update_fields=["due_at"])
        record("finding.opened", actor=None, kind="finding", object_id=finding.pk,
               payload={"requirement": code, "owner": owner.pk if owner else None}, at=now)  # fmt: skip
    return finding


def _close_finding(finding: Finding, now: datetime) -> None:
    with transaction.atomic():
        locked = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
        if locked.status not in OPEN:
            return
        locked.status, locked.closed_at, locked.lock_version = "closed", now, locked.lock_version + 1
        locked.save(update_fields=["status", "closed_at", "lock_version"])
        meet_deadline("finding", locked.pk, "rectification", at=now)
        record("finding.closed", actor=None, kind="finding", object_id=locked.pk,
               payload={"requirement": locked.requirement_id}, at=now)  # fmt: skip


def answer_finding(
    finding: Finding, *, measure: str, actor: User, version: int | None = None, at: datetime | None = None
) -> Finding:
    """The owner says what was done; the next measurement decides whether it was enough."""
    return move(
        finding, "answer", actor=actor, note=measure, version=version, at=at, changes={"measure": measure.strip()}
    )  # fmt: skip


def attest(
    requirement: Requirement, *, statement: str, actor: User, policy: Policy | None = None,
    at: datetime | None = None,
) -> Attestation:  # fmt: skip
    """Say by hand that an unmeasured requirement is kept; counts at most as attested, and ages (chapter 8)."""
    require(actor, "governance.manage_policies")
    words = clean_text(statement, field="statement", limit=TEXT_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please write what you looked at and what you found."), field="statement")
    at = at or timezone.now()
    with transaction.atomic():
        row = Attestation.objects.create(
            requirement=requirement, policy=policy, statement=words, attested_by=actor, attested_at=at
        )
        record("board.attested", actor=actor, kind="requirement", object_id=requirement.pk,
               payload={"requirement": requirement.code, "attestation": row.pk}, at=at)  # fmt: skip
    return row


def ask_acceptance(
    requirement: Requirement, *, reason: str, expires_on: date, actor: User, policy: Policy | None = None,
    at: datetime | None = None,
) -> Acceptance:  # fmt: skip
    """Ask that a risk be accepted until a date; an executive who is somebody else decides."""
    require(actor, SEES)
    at = at or timezone.now()
    words = clean_text(reason, field="reason", limit=TEXT_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please say why the risk can be borne for a time."), field="reason")
    if expires_on <= today(at):
        raise Refused(_("An accepted risk ends on a later day. Please choose one."), field="expires_on")
    with transaction.atomic():
        row = Acceptance.objects.create(
            requirement=requirement, policy=policy, reason=words, requested_by=actor, requested_at=at,
            expires_on=expires_on,
        )  # fmt: skip
        record("acceptance.asked", actor=actor, kind="acceptance", object_id=row.pk,
               payload={"requirement": requirement.code, "until": expires_on}, at=at)  # fmt: skip
    return row


def decide_acceptance(
    acceptance: Acceptance, name: str, *, actor: User, note: str = "", version: int | None = None,
    at: datetime | None = None,
) -> Acceptance:  # fmt: skip
    """Accept or refuse, by somebody else than who asked."""
    at = at or timezone.now()
    return move(
        acceptance, name, actor=actor, note=note, version=version, at=at,
        changes={"decided_by": actor, "decided_at": at},
    )  # fmt: skip


def board_at(at: datetime) -> dict[str, Any]:
    """The whole board as of a moment, for scripts: requirements of the company, clauses by their rule book."""
    company, window = Company.read(), make_window(at)
    requirements = list(Requirement.objects.all())
    whole = measure_all(make_scope(company, at=at), window, requirements)
    by_pack = {
        pack: measure_all(make_scope(company, pack=pack, at=at), window, requirements) for pack in shelf().books
    }
    clauses = []
    for policy in Policy.objects.prefetch_related("clauses__links__requirement"):
        for clause in policy.clauses.all():
            found = [by_pack[policy.code][link.requirement.code].status for link in clause.links.all()]
            clauses.append({"id": clause.code, "status": max(found, key=lambda code: STATUS[code].rank)})
    return {
        "requirements": [
            {
                "code": one.code, "status": one.status, "value": one.value, "bad": one.bad, "total": one.total,
                "threshold": one.threshold, "pack": one.pack,
            }
            for one in whole.values()
        ],
        "clauses": clauses,
    }  # fmt: skip
