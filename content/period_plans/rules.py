"""Levels of period plans, what each must say, studies and opinion rounds, as rows (R-017 to R-021). Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.public import Doer, Particular, Sentence

KIND = "period_plan"
# What the clock on a plan runs for: its approval.
APPROVAL = "approval"
# The parameters of the rule books that this room reads.
CYCLES, APPROVER, AHEAD, ELEMENTS_ASKED, ITEMS_INSIDE = (
    "plan.cycles", "plan.approver", "plan.ahead", "plan.elements", "plan.items_inside",
)  # fmt: skip
STUDY_AGE, ROUND_AGE, GROUPS_ASKED = "study.interval", "opinion.interval", "opinion.groups"
MINIMUM, LEAST_TYPES, LEAST_MEDIA, TOLERANCE = "posting.minimum", "mix.types", "mix.media", "publish.tolerance"
WRITE, MANAGE, APPROVE_PLANS = "accounts.draft", "accounts.manage", "governance.approve_plans"

STRATEGY, YEAR, QUARTER, MONTH, WEEK = "strategy", "year", "quarter", "month", "week"
# A strategy holds for so many calendar years, the one in which it begins among them.
STRATEGY_YEARS = 3
DAY = timedelta(days=1)


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


def _quarter(day: date) -> date:
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


def _month(day: date) -> date:
    return day.replace(day=1)


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _years_on(first: date, years: int) -> date:
    return first.replace(year=first.year + years)


def _months_on(first: date, months: int) -> date:
    month = first.month - 1 + months
    return first.replace(year=first.year + month // 12, month=month % 12 + 1)


class Level(NamedTuple):
    """A level of planning: how its periods begin and follow, what a plan of it must say whatever the rule book asks.

    `always` is asked by every rule book; the others by "plan.cycles". `holds_items` says that plan items hang on it
    and that the elements of R-018 are asked. `opens` days before it is due the sweep opens a plan that nobody began.
    """

    code: str
    label: Sentence
    begin: Callable[[date], date]
    following: Callable[[date], date]
    elements: tuple[str, ...]
    opens: int
    always: bool = False
    holds_items: bool = False

    def period(self, day: date) -> tuple[date, date]:
        """First and last day of the period of this level that holds the day."""
        first = self.begin(day)
        return first, self.following(first) - DAY


CORE = ("aims", "direction", "audience", "responsible")
LEVELS = (
    Level(STRATEGY, _("Strategy"), _year, lambda first: _years_on(first, STRATEGY_YEARS), CORE, 60, always=True),
    Level(
        YEAR, _("Year"), _year, lambda first: _years_on(first, 1), (*CORE, "topics", "form", "frequency", "budget"), 30
    ),
    Level(
        QUARTER, _("Quarter"), _quarter, lambda first: _months_on(first, 3), (*CORE, "topics", "form", "frequency"), 21
    ),
    Level(MONTH, _("Month"), _month, lambda first: _months_on(first, 1), (*CORE, "types"), 14, holds_items=True),
    Level(WEEK, _("Week"), _week, lambda first: first + timedelta(days=7), (*CORE, "types"), 4, holds_items=True),
)
LEVELS_BY_CODE = {level.code: level for level in LEVELS}
LEVEL_CHOICES = [(level.code, level.label) for level in LEVELS]
# Items hang on the narrowest plan that holds their day.
ITEM_LEVELS = (WEEK, MONTH)


class Element(NamedTuple):
    """An element of a plan: the code of the rule book, its columns, the rows that lack it, the sentence when empty."""

    code: str
    fields: tuple[str, ...]
    empty: Q
    missing: Sentence


ELEMENTS = (
    Element("aims", ("aims",), Q(aims=""), _("The aims are empty. Say what is to be reached, in figures if you can.")),
    Element("direction", ("direction",), Q(direction=""), _("The direction is empty. Say where the content goes.")),
    Element("audience", ("audience",), Q(audience=""), _("The audience is empty. Say whom this plan speaks to.")),
    Element("topics", ("topics",), Q(topics=""), _("The topics are empty. Name what the content is about.")),
    Element("form", ("mediums",), Q(mediums=[]), _("The forms are empty. Choose text, image, video or audio.")),
    Element("types", ("types",), Q(types=[]), _("The content types are empty. Choose those that are planned.")),
    Element(
        "frequency", ("posts", "per"), Q(posts=None) | Q(per=""),
        _("The frequency is empty. Say how many posts a day, week or month.")
    ),
    Element("times", ("times",), Q(times=""), _("The times are empty. Say on which days and at which hours.")),
    Element(
        "script_owner", ("script_owner_id",), Q(script_owner=None),
        _("Nobody writes the scripts yet. Choose a script owner.")
    ),
    Element("budget", ("budget",), Q(budget=None), _("The budget is empty. Write 0 if the plan costs nothing.")),
    Element(
        "responsible", ("responsible_id",), Q(responsible=None),
        _("Nobody answers for the plan yet. Choose a responsible person.")
    ),
)  # fmt: skip
PER = (("day", _("A day")), ("week", _("A week")), ("month", _("A month")))
DAYS_OF_PER = {"day": 1, "week": 7, "month": 30}
CURRENCIES = tuple((code, code) for code in ("CNY", "USD", "EUR", "GBP", "JPY", "SGD"))
LINE_LIMIT, TEXT_LIMIT, MOST_POSTS = 200, 4000, 1000
# Texts of a plan: column, limit, whether one line.
TEXTS = (
    ("title", LINE_LIMIT, True), ("aims", TEXT_LIMIT, False), ("direction", TEXT_LIMIT, False),
    ("audience", LINE_LIMIT, True), ("topics", TEXT_LIMIT, False), ("times", LINE_LIMIT, True),
)  # fmt: skip
OTHERS = ("mediums", "types", "posts", "per", "budget", "currency", "responsible", "script_owner")
# So many weeks ahead gaps are looked for, the present one among them.
FORECAST_WEEKS = 4

STUDY = "content_study"
ROUNDS = {"staff": "opinion_staff", "customers": "opinion_customers", "partners": "opinion_partners"}
CITED = (STUDY, *ROUNDS.values())
# Whoever approves plans sees to it that studies and rounds are made; they may pass the task on.
RESEARCHER = Doer("right", APPROVE_PLANS)
SUBJECTS: tuple[tuple[str, Sentence], ...] = (
    ("audience", _("Audience")), ("market", _("Market")), ("trend", _("Trends")),
)  # fmt: skip
_DONE = Particular("done_on", _("Finished on"), "date")
STUDY_FIELDS = (
    Particular("subject", _("What was studied"), "choice", choices=SUBJECTS),
    Particular("method", _("Method"), "lines", help=_("Survey, interviews, figures, reading."), limit=2000),
    Particular("people_asked", _("People asked"), "number", help=_("0 where only figures or sources were read.")),
    Particular("sources", _("Sources"), "lines", limit=2000),
    Particular("findings", _("Findings"), "lines", limit=4000),
    _DONE,
)  # fmt: skip
ROUND_FIELDS = (
    Particular("asked", _("Who was asked"), "lines", limit=1000),
    Particular("people_asked", _("Number of people asked"), "number"),
    Particular("method", _("Method"), "lines", limit=1000),
    Particular("questions", _("What was asked"), "lines", limit=2000),
    Particular("findings", _("Result"), "lines", limit=4000),
    _DONE,
)
