"""What a period plan lacks for its next step, in whole sentences: guards, pages and probes read the same."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.public import group_members
from content.period_plans.places import where_of
from content.period_plans.rules import (
    APPROVE_PLANS,
    APPROVER,
    ELEMENTS,
    ELEMENTS_ASKED,
    LEVELS_BY_CODE,
    STUDY,
    STUDY_AGE,
    Element,
)
from governance.public import Sentence, can, param, standing_in_for, today

if TYPE_CHECKING:
    from accounts.public import User
    from content.period_plans.models import PeriodPlan

SUPERIOR, DIRECTOR = "superior", "operations_director"


def elements_of(level: str, asked: list[str]) -> list[Element]:
    """The elements of a level; where plan items hang on it those that the rule book asks for besides (R-018)."""
    row = LEVELS_BY_CODE[level]
    wanted = {*row.elements, *(asked if row.holds_items else ())}
    return [element for element in ELEMENTS if element.code in wanted]


def lacking_elements(plan: PeriodPlan, at: datetime | None = None) -> list[Sentence]:
    """The sentence of each element that is still empty."""
    asked = param(ELEMENTS_ASKED, at=at, **where_of(plan.account, plan.pack)).value
    return [
        row.missing for row in elements_of(plan.level, asked)
        if any(getattr(plan, name) in (None, "", []) for name in row.fields)
    ]  # fmt: skip


def lacks_element(asked: list[str]) -> Q:
    """The rows that lack an element of their level."""
    found = Q(pk__in=())
    for level in LEVELS_BY_CODE:
        empty = Q(pk__in=())
        for row in elements_of(level, asked):
            empty |= row.empty
        found |= Q(level=level) & empty
    return found


def study_days(plan: PeriodPlan, at: datetime | None = None) -> int:
    """How many days a study stays fresh by the rule books of the plan; 0 where they ask for none."""
    return int(param(STUDY_AGE, at=at, **where_of(plan.account, plan.pack)).value)


def made_at(payload: dict[str, Any], filed_at: datetime) -> datetime:
    """When a study or a round was made: on the day that it names, not when somebody came to file it."""
    if not payload.get("done_on"):
        return filed_at
    over = date.fromisoformat(payload["done_on"]) + timedelta(days=1)
    return min(filed_at, datetime.combine(over, time.min, timezone.get_default_timezone()))


def lacking_study(plan: PeriodPlan, at: datetime | None = None) -> list[Sentence]:
    """Whether the plan cites a study of audience, market or trends that is fresh (R-020)."""
    now, days = at or timezone.now(), study_days(plan, at)
    if not days:
        return []
    cited = plan.citations.filter(record__kind=STUDY, record__filed_at__lte=now)
    made = [made_at(*row) for row in cited.values_list("record__payload", "record__filed_at")]
    newest = max(made, default=None)
    if newest is None:
        return [_("The plan rests on no study yet. Cite a recent study of audience, market or trends below.")]
    if newest < now - timedelta(days=days):
        return [
            format_lazy(
                _("The newest study that the plan cites is older than {days} days. Make a new one and cite it below."),
                days=days,
            )
        ]
    return []


def lacking_time(ends_on: date, at: datetime | None = None) -> Sentence | None:
    """Whether the period is still to come, or runs."""
    if ends_on < today(at):
        return _("This period is over. Plan the one that runs or the next one.")
    return None


class Deciders:
    """Who sits on which governing group and who stands in for whom at a moment, each read once for many plans."""

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at or timezone.now()
        self._members: dict[tuple[str, bool], frozenset[int]] = {}
        self._stands_for: dict[int, frozenset[int]] = {}

    def members(self, pack: str, *, leader: bool) -> frozenset[int]:
        """Who sits on the group of a rule book, or leads it."""
        key = (pack, leader)
        if key not in self._members:
            self._members[key] = frozenset(group_members([pack], at=self.at, leader=leader))
        return self._members[key]

    def acting_for(self, user_id: int) -> frozenset[int]:
        """The person, and those whose duties they do."""
        if user_id not in self._stands_for:
            self._stands_for[user_id] = frozenset({user_id, *standing_in_for(user_id, self.at)})
        return self._stands_for[user_id]


def approvers(plan: PeriodPlan, at: datetime | None = None, *, deciders: Deciders | None = None) -> set[int]:
    """Those whom the rule book names; where the post is empty whoever approves plans decides, so none is named."""
    value = param(APPROVER, at=at, **where_of(plan.account, plan.pack))
    concerned = plan.responsible or plan.author
    if value.value == SUPERIOR:
        return {concerned.superior_id} - {None, *plan.people_of()}
    members = (deciders or Deciders(at)).members(value.pack, leader=value.value == DIRECTOR)
    return set(members) - plan.people_of()


def lacking_approver(
    plan: PeriodPlan, actor: User, at: datetime | None = None, *, deciders: Deciders | None = None
) -> Sentence | None:
    """None where the person decides this plan by its rule book, else who does (R-017).

    Whoever asks about many plans passes the same `deciders`, so that people are read once.
    """
    if actor.pk in plan.people_of():
        return _("You wrote in this plan, so somebody else must decide it.")
    known = deciders or Deciders(at)
    people = approvers(plan, at, deciders=known)
    stands_for = known.acting_for(actor.pk) - plan.people_of()
    if people & stands_for if people else can(actor, APPROVE_PLANS):
        return None
    if not people:
        return _("Whoever holds the right “Approve plans” decides this plan.")
    post = param(APPROVER, at=at, **where_of(plan.account, plan.pack)).value
    if post == SUPERIOR:
        return _("The superior of whoever answers for the plan decides it.")
    if post == DIRECTOR:
        return _("The leader of the governing group of the rule book decides this plan.")
    return _("A member of the governing group of the rule book decides this plan.")
