"""What follows from the place in the company: people, departments, rule books, clocks, requests (R-012, R-016)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.leave.models import LeaveHandover
from accounts.leaving.holdings import AFTERWARDS, CLOCKS, PLACE, Handing, Holding, HoldingKind, register_holding
from accounts.people.models import Department, User
from accounts.people.services import check_superior
from governance.public import (
    ApprovalRequest,
    Deadline,
    DeadlineQuerySet,
    Policy,
    Sentence,
    ask_others,
    barred_askers,
    change_record,
    hand_request_on,
    lapse_request,
    name_interpreter,
    reassign_deadlines,
)

# A report who heads others can stand above the successor.
HEADS = "heads"
# Clocks of these kinds of records go with the record; `_clocks` takes what is left.
CARRIED = frozenset(
    {
        "approval_request", "complaint", "corrective_measure", "credential", "duty", "incident", "incident_step",
        "message", "recertification_round", "sensitive_operation", "ticket",
    }
)  # fmt: skip


def _reports(person: User, at: datetime) -> list[Holding]:
    rows = person.reports_to_me.filter(is_active=True).order_by("username")
    heads = Exists(User.objects.filter(superior=OuterRef("pk")))
    return [
        Holding("user", row.pk, str(row), detail=HEADS if heads else "")
        for row, heads in ((row, row.heads) for row in rows.annotate(heads=heads))
    ]


def _stands_below(holding: Holding, successor: User) -> Sentence | None:
    """Nobody reports to somebody who reports to them."""
    above, seen = successor.superior if holding.detail == HEADS else None, set()
    while above is not None and above.pk not in seen:
        if above.pk == holding.object_id:
            return _("%(name)s reports to one of these people. Please choose somebody who does not.") % {
                "name": successor
            }
        seen.add(above.pk)
        above = above.superior
    return None


def _hand_report(handing: Handing) -> User | None:
    """They report to the successor; the successor among them, to the superior of who leaves."""
    report = User.objects.get(pk=handing.holding.object_id)
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    superior = handing.successor if report.pk != handing.successor.pk else handing.person.superior
    check_superior(report, superior)
    change_record(report, {"superior": superior}, actor=handing.actor, event="person.changed", at=handing.at)
    return superior


def _departments(person: User, at: datetime) -> list[Holding]:
    return [Holding("department", row.pk, str(row)) for row in person.headed_departments.order_by("code")]


def _hand_department(handing: Handing) -> User | None:
    """Who may become head was asked when the leaving was planned."""
    department, values = Department.objects.get(pk=handing.holding.object_id), {"head": handing.successor}
    change_record(department, values, actor=handing.actor, event="department.changed", at=handing.at)
    return handing.successor


def _rule_books(person: User, at: datetime) -> list[Holding]:
    return [Holding("policy", row.pk, str(row)) for row in Policy.objects.filter(owner=person).order_by("code")]


def _hand_rule_book(handing: Handing) -> User | None:
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    name_interpreter(
        Policy.objects.get(pk=handing.holding.object_id), user=handing.successor, actor=None, at=handing.at
    )
    return handing.successor


def own_clocks(person: User) -> DeadlineQuerySet:
    """Their own, with those that a deputy looks after now; those of others in whose place they stand go elsewhere."""
    handed = LeaveHandover.objects.filter(returned_at=None)
    lent = handed.filter(leave__person=person).values("deadline_id")
    borrowed = handed.filter(leave__deputy=person).values("deadline_id")
    return Deadline.objects.open().filter(Q(owner=person) | Q(pk__in=lent)).exclude(pk__in=borrowed)


def _clocks(person: User, at: datetime) -> list[Holding]:
    rows = own_clocks(person).exclude(kind__in=CARRIED).order_by("due_at", "pk")
    return [Holding(row.kind, row.object_id, row.purpose_words, row.account_id, row.purpose) for row in rows]


def _hand_clock(handing: Handing) -> User | None:
    holding = handing.holding
    reassign_deadlines(holding.record, holding.object_id, handing.successor, purpose=holding.detail, at=handing.at)
    return handing.successor


def _own_requests(person: User, at: datetime) -> list[Holding]:
    """Those whose yes would serve nobody but who leaves."""
    rows = ApprovalRequest.objects.waiting().filter(beneficiary=person)
    return [Holding("approval_request", row.pk, row.title, row.account_id) for row in rows]


def _end_request(handing: Handing) -> User | None:
    lapse_request(ApprovalRequest.objects.get(pk=handing.holding.object_id), at=handing.at)
    return None


def _asked_requests(person: User, at: datetime) -> list[Holding]:
    """But for those of sensitive operations, which nobody else could carry out: they lapse with the operation."""
    rows = ApprovalRequest.objects.waiting().filter(asked_by=person).exclude(beneficiary=person)
    rows = rows.exclude(target_kind="sensitive_operation")
    return [Holding("approval_request", row.pk, row.title, row.account_id) for row in rows]


def _askers(holding: Holding) -> Collection[int] | None:
    """Anybody but those who have decided on it, themselves or by a deputy, or gain from it."""
    barred = barred_askers(ApprovalRequest.objects.get(pk=holding.object_id), timezone.now())
    return [pk for pk in User.objects.filter(is_active=True).values_list("pk", flat=True) if pk not in barred]


def _hand_request(handing: Handing) -> User | None:
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    request = ApprovalRequest.objects.get(pk=handing.holding.object_id)
    hand_request_on(request, handing.successor, actor=handing.actor, at=handing.at)
    return handing.successor


def _to_decide(person: User, at: datetime) -> list[Holding]:
    """Requests that they are asked to decide, and those whose decider they become by what is handed over first."""
    rows = ApprovalRequest.objects.waiting_for(person).exclude(beneficiary=person).exclude(asked_by=person)
    return [Holding("approval_request", row.pk, row.title, row.account_id, "decide") for row in rows]


def _ask_others(handing: Handing) -> User | None:
    return ask_others(ApprovalRequest.objects.get(pk=handing.holding.object_id), at=handing.at)


register_holding(
    HoldingKind(
        "report", _("People who report to them"), _reports, _hand_report, why_not=_stands_below, bundled=True,
        stage=PLACE,
    )
)  # fmt: skip
register_holding(HoldingKind("department", _("Departments headed"), _departments, _hand_department, stage=PLACE))
register_holding(HoldingKind("rule_book", _("Rule books explained"), _rule_books, _hand_rule_book, stage=PLACE))
register_holding(HoldingKind("clock", _("Deadlines"), _clocks, _hand_clock, bundled=True, stage=CLOCKS))
register_holding(
    HoldingKind("own_request", _("Requests for their own benefit"), _own_requests, _end_request, passes=False)
)
register_holding(
    HoldingKind("asked_request", _("Requests that they asked"), _asked_requests, _hand_request, takers=_askers)
)
register_holding(
    HoldingKind(
        "to_decide", _("Requests that they are asked to decide"), _to_decide, _ask_others, passes=False,
        stage=AFTERWARDS,
    )
)  # fmt: skip
