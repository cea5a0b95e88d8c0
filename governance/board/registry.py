"""Where the floors register how a requirement is measured: `@probe("R-031")` in `<app>/controls.py`.

A probe gets a scope and a window and returns querysets; the same querysets give the number and the list of
records, so that number and list cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from governance.kinds.registry import kinds
from governance.policies.books import today

Q = TypeVar("Q", bound="QuerySet[Any]")


@dataclass
class Scope:
    """What is looked at: the whole company, one rule book, a department, an account, a person.

    Probes call `narrow()` and need not know which; `account_ids` is None where every account counts.
    """

    pack: str | None = None
    department: int | None = None
    account: int | None = None
    person: int | None = None
    account_ids: frozenset[int] | None = None
    department_ids: frozenset[int] | None = None
    asked: bool = field(default=False, compare=False)

    @property
    def is_narrow(self) -> bool:
        """Whether a department, an account or a person was chosen."""
        return any((self.department, self.account, self.person))

    def narrow(
        self, queryset: Q, *, account: str | None = "account_id", department: str | None = None,
        person: str | None = None,
    ) -> Q:  # fmt: skip
        """The rows of this scope, by the columns that lead to an account, a department, a person.

        Give None for a column that the rows do not have. Where the scope asks for what the rows do not have,
        nothing is left, and the requirement shows as not measured.
        """
        self.asked = True
        if self.person is not None:
            queryset = queryset.filter(**{person: self.person}) if person else queryset.none()
        if self.account_ids is not None and account:
            return queryset.filter(**{f"{account}__in": self.account_ids})
        if self.department_ids is not None:
            return queryset.filter(**{f"{department}__in": self.department_ids}) if department else queryset.none()
        if self.account is not None:
            return queryset.none()
        return queryset


@dataclass(frozen=True, slots=True)
class Window:
    """The time that counts: records from `start` up to `end`; ages are told at `now`."""

    start: datetime
    end: datetime
    now: datetime

    @property
    def first_day(self) -> date:
        """The company's date of its start."""
        return today(self.start)

    @property
    def last_day(self) -> date:
        """The company's date of its end: in the morning that is a day later than in UTC."""
        return today(self.end)


@dataclass(slots=True)
class Evidence:
    """What a probe found.

    `bad` and `total` are querysets of records of `kind`. Rates: good are those of total that are not bad.
    Freshness: `last` is the newest record's time, or `bad` the scopes (accounts, policies) that are late.
    Existence: `total` are the scopes in which something must exist, `bad` those where it is missing.
    `at_risk` are records that soon will be bad; `since` is how long the scope has lived (freshness without
    any record). Without a `kind` the numbers are shown and no records; one that nobody registered raises LookupError.
    """

    bad: QuerySet[Any] | None = None
    total: QuerySet[Any] | None = None
    last: datetime | None = None
    kind: str = ""
    at_risk: QuerySet[Any] | None = None
    since: datetime | None = None

    def __post_init__(self) -> None:
        if self.kind and self.kind not in kinds():
            raise LookupError(f"nobody registered the kind of record {self.kind}")


Measure = Callable[[Scope, Window], Evidence]


@dataclass(frozen=True, slots=True)
class Probe:
    """A registered probe; `mode` where a part is measured in another way than its requirement, `line` the
    parameter that draws its line where that is not the requirement's own."""

    requirement: str
    part: str
    measure: Measure
    mode: str | None = None
    line: str | None = None


_probes: dict[str, dict[str, Probe]] = {}


def probe(
    requirement: str, *, part: str = "", mode: str | None = None, line: str | None = None
) -> Callable[[Measure], Measure]:
    """Register the probe of a requirement. A requirement with several parts takes the worst of them."""

    def register(measure: Measure) -> Measure:
        held = _probes.setdefault(requirement, {})
        if part in held and held[part].measure.__qualname__ != measure.__qualname__:
            raise ValueError(f"{requirement} {part} has a probe already: {held[part].measure.__qualname__}")
        held[part] = Probe(requirement, part, measure, mode, line)
        return measure

    return register


def probes_of(requirement: str) -> list[Probe]:
    """The probes of a requirement, part by part."""
    return list(_probes.get(requirement, {}).values())


def probed() -> frozenset[str]:
    """Codes of the requirements that something measures."""
    return frozenset(_probes)
