"""What the pages of period plans show: gathered here, so that the views stay short."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from content.drafts.rules import CONTENT_TYPES, MEDIA
from content.period_plans.comparing import forecast_gaps, plan_against_actual
from content.period_plans.forms import CiteForm
from content.period_plans.lacking import Deciders, lacking_elements, lacking_study
from content.period_plans.models import PeriodPlan
from content.period_plans.places import accounts_of
from content.period_plans.rules import KIND, LEVELS, STUDY
from content.period_plans.standing import standings
from content.period_plans.workflow import APPROVED, LIVE, OPEN, SUBMITTED, WRITABLE, writes_it
from governance.public import VIEW_ACCOUNT, accounts_for, available_moves, deadlines_of, history_of, steady, today

if TYPE_CHECKING:
    from accounts.public import User

SHOWN = 50
MOVES = ("submit", "approve", "send_back", "drop")


def seen_accounts(user: User) -> list[PlatformAccount]:
    """The accounts in use that this person sees."""
    rows = PlatformAccount.objects.filter(status="active", pk__in=accounts_for(user, VIEW_ACCOUNT))
    return list(rows.select_related("department").order_by("pk"))


def glance(user: User, now: datetime) -> dict[str, Any]:
    """What holds and what is missing today, level by level, for the accounts that one sees."""
    with steady():
        return {"levels": LEVELS, "books": standings(now, today(now), seen_accounts(user)), "today": today(now)}


def tabs_of(level: str) -> list[dict[str, Any]]:
    """Every level, and all of them."""
    rows = [("", _("All")), *((row.code, row.label) for row in LEVELS)]
    return [
        {"url": f"?level={code}" if code else "?", "label": label, "current": code == level} for code, label in rows
    ]


def approvable(plans: Iterable[PeriodPlan], user: User) -> set[int]:
    """The numbers of those that this person may approve now."""
    context = {"deciders": Deciders()}
    with steady():
        return {
            plan.pk
            for plan in plans
            if plan.status == SUBMITTED
            and any(move.allowed and move.name == "approve" for move in available_moves(plan, user, context))
        }


def period_plan_page(plan: PeriodPlan, user: User, now: datetime, **forms: Any) -> dict[str, Any]:
    """Everything on the page; a form that came back with a fault takes the place of the empty one."""
    with steady():
        return _period_plan_page(plan, user, now) | forms


def _period_plan_page(plan: PeriodPlan, user: User, now: datetime) -> dict[str, Any]:
    address = reverse("content:periodplan_move", args=[plan.pk])
    moves = [move for move in available_moves(plan, user, {"at": now}) if move.name in MOVES]
    writes, seen = writes_it(plan, user, {}) is None, seen_accounts(user)
    mine = {row.pk for row in seen}
    covered = [row for row in accounts_of(plan.account, plan.pack, now) if row.pk in mine]
    same = PeriodPlan.objects.at_place(plan.account, plan.pack).filter(level=plan.level, starts_on=plan.starts_on)
    missing = lacking_elements(plan, now) if plan.status in OPEN else []
    study = lacking_study(plan, now) if plan.status in LIVE else []
    return {
        "plan": plan, "missing": [*missing, *study],
        "buttons": {
            "allowed": [(move, address, "") for move in moves if move.allowed],
            "denied": [move for move in moves if not move.allowed],
            "needs_note": any(move.transition.needs_note for move in moves if move.allowed),
        },
        "may_edit": writes and plan.status in (*WRITABLE, "submitted"),
        "may_revise": writes and plan.status == APPROVED and plan.ends_on >= today(now),
        "may_cite": writes and plan.status in LIVE, "cite_form": CiteForm(plan=plan),
        "citations": plan.citations.select_related("record", "cited_by"), "study": STUDY,
        "versions": same.exclude(pk=plan.pk).order_by("-revision"),
        "mediums": [label for code, label in MEDIA if code in plan.mediums],
        "types": [label for code, label in CONTENT_TYPES if code in plan.types],
        "clock": next(iter(deadlines_of(KIND, [plan.pk]).get(plan.pk, [])), None),
        "actual": plan_against_actual(plan, now, seen) if plan.starts_on <= today(now) else [],
        "forecast": forecast_gaps(covered, now) if plan.ends_on >= today(now) else [],
        "items": plan.items.filter(account__in=mine).select_related("account").order_by("planned_at", "pk")[:SHOWN],
        "entries": history_of(KIND, plan.pk, SHOWN),
    }  # fmt: skip
