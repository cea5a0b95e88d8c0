"""What the pages of the board show: a fixed number of statements, whatever the number of clauses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Max
from django.utils import timezone

from governance.access.services import accounts_for
from governance.board.measuring import Measurement
from governance.board.models import ProbeRun, Standing
from governance.board.rules import NOT_MEASURED, STATUSES, Status, worst
from governance.board.services import scope_key
from governance.kinds.registry import Record, resolve
from governance.policies.models import Clause, ClauseRequirement, Policy

if TYPE_CHECKING:
    from accounts.models import PlatformAccount, User

MONTHS = 12
RECORDS = 50
Known = dict[tuple[int | None, str], str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One clause of the grid."""

    code: str
    label: str
    status: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One rule book: its clauses by chapter, how many stand where, and how much is measured."""

    policy: Policy
    chapters: list[tuple[str, list[Cell]]]
    counts: list[tuple[Status, int]]
    total: int
    measured: int

    @property
    def coverage(self) -> int:
        """Share of clauses that are measured, in percent; no single score beside it."""
        return round(self.measured * 100 / self.total) if self.total else 0


def grids(chosen: dict[str, Any]) -> tuple[list[Grid], datetime | None]:
    """The grids of the chosen rule books, and when they were measured last."""
    clauses = Clause.objects.select_related("policy").only(
        "code", "label_zh", "label_en", "chapter", "policy__code", "policy__name_zh", "policy__name_en",
        "policy__rank", "policy__letter",
    ).order_by("policy__rank", "position")  # fmt: skip
    if chosen.get("policy"):
        clauses = clauses.filter(policy__code=chosen["policy"])
    links: dict[int, list[str]] = defaultdict(list)
    for clause_id, code in ClauseRequirement.objects.values_list("clause_id", "requirement__code"):
        links[clause_id].append(code)
    known, measured_at = standings(chosen)
    found = []
    for _rank, rows in groupby(clauses, key=lambda clause: clause.policy.rank):
        found.append(_grid(list(rows), links, known, chosen.get("status") or ""))
    return found, measured_at


def _grid(clauses: list[Clause], links: dict[int, list[str]], known: Known, only: str) -> Grid:
    policy = clauses[0].policy
    cells = []
    for clause in clauses:
        statuses = [known.get((policy.pk, code), known.get((None, code), NOT_MEASURED)) for code in links[clause.pk]]
        cells.append((clause.chapter, Cell(clause.code, clause.label, worst(statuses))))
    counted = Counter(cell.status for _chapter, cell in cells)
    shown = [(chapter, cell) for chapter, cell in cells if only in ("", cell.status)]
    chapters = [
        (chapter, [cell for _chapter, cell in rows]) for chapter, rows in groupby(shown, key=lambda row: row[0])
    ]
    counts = [(status, counted[status.code]) for status in STATUSES]
    return Grid(policy, chapters, counts, len(cells), len(cells) - counted[NOT_MEASURED])


def standings(chosen: dict[str, Any]) -> tuple[Known, datetime | None]:
    """The newest statuses of the chosen scope, of now or of a past month.

    Without department, account or person each rule book has its own, under its id; else one holds for all.
    """
    where: dict[str, Any] = {
        name: chosen[name].pk if chosen.get(name) else None for name in ("account", "department", "person")
    }
    narrow = any(where.values())
    if chosen.get("month"):
        runs = _runs_of_month(chosen["month"], where, without_policy=narrow)
    elif narrow:
        runs = [row.run for row in Standing.objects.filter(scope=scope_key(**where)).select_related("run")]
    else:
        rows = Standing.objects.filter(scope__startswith="policy:").exclude(scope__contains=" ")
        runs = [row.run for row in rows.select_related("run")]
    known = {(None if narrow else run.policy_id, run.requirement_id): run.status for run in runs}
    return known, max((run.computed_at for run in runs), default=None)


def account_standings(account_ids: Iterable[int]) -> dict[int, Counter[str]]:
    """Per account how many requirements stand where, as last measured for that account alone; one statement."""
    scopes = {scope_key(account=pk): pk for pk in account_ids}
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Standing.objects.filter(scope__in=scopes).values_list("scope", "run__status")
    for scope, status in rows:
        found[scopes[scope]][status] += 1
    return dict(found)


def _runs_of_month(month: date, where: dict[str, Any], *, without_policy: bool) -> list[ProbeRun]:
    zone = timezone.get_default_timezone()
    start = datetime(month.year, month.month, 1, tzinfo=zone)
    end = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=zone)
    rows = ProbeRun.objects.filter(
        computed_at__gte=start, computed_at__lt=end, policy__isnull=without_policy, account=where["account"],
        department=where["department"], person=where["person"],
    )  # fmt: skip
    newest = rows.order_by().values("requirement_id", "policy_id").annotate(newest=Max("pk")).values("newest")
    return list(ProbeRun.objects.filter(pk__in=newest))


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the strip."""

    month: date
    status: str


def strip(codes: list[str], policy_id: int | None, now: datetime) -> list[Month]:
    """Twelve months, each with the status at its end (this month: until now)."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    months = [_months_back(local.date(), back) for back in reversed(range(MONTHS))]
    start = datetime(months[0].year, months[0].month, 1, tzinfo=timezone.get_default_timezone())
    runs = ProbeRun.objects.filter(
        requirement_id__in=codes, policy=policy_id, account=None, department=None, person=None,
        computed_at__gte=start, computed_at__lte=now,
    ).order_by("computed_at", "pk")  # fmt: skip
    found: dict[date, dict[str, str]] = defaultdict(dict)
    for code, computed_at, status in runs.values_list("requirement_id", "computed_at", "status"):
        day = timezone.localtime(computed_at, timezone.get_default_timezone()).date()
        found[day.replace(day=1)][str(code)] = status
    return [Month(month, worst(found[month].values())) for month in months]


def _months_back(day: date, back: int) -> date:
    number = day.year * 12 + day.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def runs_of(codes: list[str], policy_id: int | None, month: date | None = None) -> dict[str, ProbeRun]:
    """The newest measurement of each requirement, of the company or of one rule book; the last one of a past month."""
    if month is not None:
        everywhere = {"account": None, "department": None, "person": None}
        runs = _runs_of_month(month, everywhere, without_policy=policy_id is None)
        return {
            str(run.requirement_id): run for run in runs if run.policy_id == policy_id and run.requirement_id in codes
        }
    rows = Standing.objects.filter(scope=scope_key(policy_id=policy_id), requirement_id__in=codes)
    return {str(row.requirement_id): row.run for row in rows.select_related("run")}


@dataclass(frozen=True, slots=True)
class Shown:
    """Records that this person may see, each with its account where it has one, and how many more there are."""

    lines: list[tuple[Record, PlatformAccount | None]]
    hidden: int


def records_of_runs(runs: list[ProbeRun], user: User) -> Shown:
    """The kept sample of records that broke the rules."""
    return _visible([(kind, pk) for run in runs for kind, pk in run.sample], user)


def as_it_stood(code: str, month: date, user: User) -> tuple[ProbeRun | None, Shown]:
    """The last measurement of a requirement in a past month, and the sample of records that was kept with it."""
    run = runs_of([code], None, month).get(code)
    return run, records_of_runs([run] if run else [], user)


def records_of(measured: Measurement, user: User) -> Shown:
    """The bad records behind a number, from the very querysets that gave the number."""
    refs = []
    for evidence in measured.evidence:
        if evidence.bad is not None and evidence.kind:
            refs += [(evidence.kind, pk) for pk in evidence.bad.values_list("pk", flat=True)[:RECORDS]]
    return _visible(refs, user)


def kept_records_of(measured: Measurement, user: User) -> Shown:
    """The newest records that were counted and are not bad."""
    refs = []
    for evidence in measured.evidence:
        if evidence.total is None or not evidence.kind:
            continue
        kept = evidence.total if evidence.bad is None else evidence.total.exclude(pk__in=evidence.bad.values("pk"))
        refs += [(evidence.kind, pk) for pk in kept.order_by("-pk").values_list("pk", flat=True)[:RECORDS]]
    return _visible(refs, user)


def _visible(refs: list[tuple[str, int]], user: User) -> Shown:
    may = accounts_for(user)
    found = resolve(refs)
    seen = [record for record in found.values() if record.account_id is None or record.account_id in may]
    ids = {record.account_id for record in seen if record.account_id is not None}
    accounts = apps.get_model("accounts", "PlatformAccount").objects.in_bulk(ids) if ids else {}
    return Shown([(record, accounts.get(record.account_id)) for record in seen], len(found) - len(seen))
