"""The sweep of period plans: begin those that nobody began in time, say which studies have grown old (R-017, R-020).

It may run twice, late or at once: a place has one open plan of a period, which the database holds.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.public import User
from content.period_plans.due import due_of
from content.period_plans.lacking import lacking_study
from content.period_plans.models import PeriodPlan
from content.period_plans.places import accounts_in_use, levels_of
from content.period_plans.rules import APPROVE_PLANS, KIND, MANAGE, Level
from content.period_plans.services import begin_for_nobody
from content.period_plans.standing import holds_for, next_starts
from content.period_plans.workflow import APPROVED
from governance.public import WrongState, holder_ids, pack_names, packs_for, steady, tell, today

if TYPE_CHECKING:
    from accounts.public import PlatformAccount


def open_coming(now: datetime) -> dict[str, int]:
    """Begin the plans of running and coming periods that the rule books want, that are due soon and nobody began."""
    with steady():
        return {"begun": _open_wanted(now), "studies_old": tell_old_studies(now)}


def _open_wanted(now: datetime) -> int:
    day, begun = today(now), 0
    accounts = accounts_in_use()
    plans = list(PeriodPlan.objects.live().filter(ends_on__gte=day).select_related("account"))
    for pack in pack_names():
        bound = [row for row in accounts if pack in packs_for(row, now)]
        for level in levels_of(pack, now) if bound else ():
            for starts_on in sorted({level.begin(day), *next_starts(level, bound, plans, day, now)}):
                begun += _begin(level, starts_on, pack, bound, plans, now)
    return begun


def _begin(
    level: Level, starts_on: date, pack: str, bound: list[PlatformAccount], plans: list[PeriodPlan], now: datetime
) -> int:
    there = [row for row in plans if row.level == level.code and row.starts_on <= starts_on <= row.ends_on]
    if all(any(holds_for(row, account.pk, pack) for row in there) for account in bound):
        return 0
    due, _calendar = due_of(starts_on, None, pack, now)
    if due - timedelta(days=level.opens) > now:
        return 0
    answers = _who_answers(level, pack, bound, now)
    if answers is None:
        return 0
    title = _("%(level)s plan from %(day)s") % {"level": level.label, "day": starts_on.isoformat()}
    try:
        plans.append(begin_for_nobody(level, starts_on, pack, answers, title, now))
    except WrongState:
        return 0
    return 1


def _who_answers(level: Level, pack: str, bound: list[PlatformAccount], now: datetime) -> User | None:
    """Whoever answered for the last plan of this level there, else who manages an account of it, else who approves."""
    last = PeriodPlan.objects.at_place(None, pack).filter(level=level.code, responsible__is_active=True)
    before = last.exclude(status="dropped").order_by("-starts_on", "-pk").select_related("responsible").first()
    if before is not None:
        return before.responsible
    ids = [pk for account in bound for pk in holder_ids(MANAGE, account.pk)] or holder_ids(APPROVE_PLANS)
    return User.objects.filter(pk=ids[0]).first() if ids else None


def tell_old_studies(now: datetime) -> int:
    """Tell whoever answers for a running plan that the study it rests on has grown old, once for each study."""
    running = PeriodPlan.objects.filter(status=APPROVED).holding(today(now))
    told = 0
    for plan in running.select_related("account", "responsible"):
        if plan.responsible is not None and lacking_study(plan, now):
            newest = plan.citations.order_by("-record__filed_at").values_list("record_id", flat=True).first() or 0
            told += tell([plan.responsible], "period_plan.study_old", kind=KIND, object_id=plan.pk, at=now,
                         key=f"period_plan.study_old:{plan.pk}:{newest}")  # fmt: skip
    return told
