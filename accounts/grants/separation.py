"""Roles that should not be in one hand: refused where they are asked for, or shown to whoever decides (R-012, R-013).

Which roles those are stands in the table of the review of rights, with the reason and the clause of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.grants.models import AskedGrant
from accounts.grants.rules import EXCEPTION, KINDS
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.recertification.conflicts import conflicts_among
from accounts.recertification.rules import BLOCK, Conflict
from governance.public import ROLES_BY_CODE, ApprovalRequest, Refused, Sentence, WrongState, listed

THE_COMPANY = gettext_lazy("the company")
TOGETHER = gettext_lazy("{first} and {second}, {places}: {reason} ({clause})")


class Wished(Protocol):
    """A role on an account, or in the company: as it is wished for, or as a request asks it."""

    @property
    def role(self) -> str: ...
    @property
    def account(self) -> PlatformAccount | None: ...


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two roles that would come into one hand, and where."""

    conflict: Conflict
    places: tuple[Sentence, ...]

    @property
    def blocks(self) -> bool:
        """Whether it takes an exception that somebody names."""
        return self.conflict.severity == BLOCK

    @property
    def sentence(self) -> Sentence:
        """Which roles, where, and why they are kept apart."""
        first, second = (ROLES_BY_CODE[code].label for code in (self.conflict.first, self.conflict.second))
        return format_lazy(
            TOGETHER, first=first, second=second, places=listed(self.places),
            reason=self.conflict.reason, clause=self.conflict.clause,
        )  # fmt: skip


def meetings(
    person: User, wishes: Sequence[Wished], at: datetime, *, apart_from: ApprovalRequest | None = None
) -> list[Meeting]:
    """Roles that come into one hand if `person` is given these, the blocking ones first.

    Counts what is held, and what waits for a yes in requests other than `apart_from`.
    """
    waiting = ApprovalRequest.objects.waiting().filter(beneficiary=person, kind__in=KINDS)
    if apart_from is not None:
        waiting = waiting.exclude(pk=apart_from.pk)
    asked = AskedGrant.objects.filter(request__in=waiting).values_list("role", "account_id")
    return _meetings(person, wishes, asked, at)


def _meetings(
    person: User, wishes: Sequence[Wished], besides: Iterable[tuple[str, int | None]], at: datetime
) -> list[Meeting]:
    places = {(wish.role, wish.account.pk if wish.account else None): wish.account for wish in wishes}
    found: dict[Conflict, dict[int | None, Sentence]] = defaultdict(dict)
    for place, met in conflicts_among(person, places, besides=besides, at=at).items():
        account = places[place]
        for held in met:
            found[held.conflict][place[1]] = str(account) if account else THE_COMPANY
    rows = [Meeting(conflict, tuple(where.values())) for conflict, where in found.items()]
    return sorted(rows, key=lambda row: (not row.blocks, str(row.sentence)))


def check_separation(
    person: User, wishes: Sequence[Wished], exception: str, until: datetime | None, at: datetime
) -> str:
    """Raise Refused where roles would come into one hand that may not, and no exception with an end is named.

    Returns the exception, nothing where none is needed.
    """
    blocking = [row for row in meetings(person, wishes, at) if row.blocks]
    if not blocking:
        return ""
    if not exception.strip():
        raise Refused(
            _(
                "%(name)s would hold roles that are kept apart: %(roles)s. Please choose somebody else, have the other"
                " role taken first, or name an exception."
            )
            % {"name": person, "roles": "; ".join(str(row.sentence) for row in blocking)},
            field=EXCEPTION,
        )
    if until is None:
        raise Refused(_("An exception is for a time. Please choose its last day."), field="until")
    return exception


def check_still_apart(request: ApprovalRequest, person: User, lines: Sequence[AskedGrant], at: datetime) -> None:
    """Raise WrongState where roles come into one hand that were apart when this was asked, without an exception."""
    if request.payload.get(EXCEPTION):
        return
    blocking = [row for row in _meetings(person, lines, (), at) if row.blocks]
    if blocking:
        raise WrongState(
            _(
                "%(name)s has got other roles since this was asked, and these are kept apart: %(roles)s. Please refuse"
                " the request, or have the other role taken first."
            )
            % {"name": person, "roles": "; ".join(str(row.sentence) for row in blocking)}
        )


def warnings_of(people: Iterable[User], wishes: Sequence[Wished], at: datetime) -> list[Sentence]:
    """Of roles that may come into one hand, but better would not: a sentence for each person."""
    return [
        format_lazy("{name}: {roles}", name=str(person), roles=row.sentence)
        for person in people
        for row in meetings(person, wishes, at)
        if not row.blocks
    ]
