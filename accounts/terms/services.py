"""The days of a term, its end by somebody or by time: the same for every office (R-002, R-123, O-2.2.1b)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.terms.models import Term
from accounts.terms.rules import REASON_LIMIT
from governance.public import NoteRequired, Refused, WrongState, clean_text, require, tell, today

T = TypeVar("T", bound=Term)


@dataclass(frozen=True, slots=True)
class Office(Generic[T]):
    """One table of terms: the right of whoever appoints and ends, the ledger's entry, the notice that it is over."""

    model: type[T]
    right: str
    note_end: Callable[[T, User | None, datetime], None]
    over: str
    # Kind and id of the record that the notice leads to.
    page: Callable[[T], tuple[str, int]]


def first_day(starts_on: date | None, until: date | None, now: datetime) -> date:
    """The day on which a term begins, today where none is chosen; Refused naming the day that does not fit."""
    first = starts_on or today(now)
    if first < today(now):
        raise Refused(
            _("Nobody is appointed for days gone by. Please choose today or a later day."), field="starts_on"
        )
    if until is not None and until < first:
        raise Refused(_("The last day lies before the first one. Please correct the days."), field="until")
    return first


def end_term(
    office: Office[T], term: T, *, actor: User | None, reason: str = "", at: datetime | None = None
) -> T:  # fmt: skip
    """The term is over, from this moment on. `actor` None is its last day, or the end of the work here.

    Raises Denial without the right, NoteRequired where a person gives no reason, WrongState if it has ended.
    """
    now = at or timezone.now()
    if actor is not None:
        require(actor, office.right)
        reason = clean_text(reason, field="reason", limit=REASON_LIMIT, one_line=True)
        if not reason:
            raise NoteRequired(_("Please say why; the reason is kept with the record."), field="reason")
    with transaction.atomic():
        locked = _locked(office, term.pk)
        if locked.ended_at is not None:
            raise WrongState(_("This has ended already. Load the page again."))
        return close_term(office, locked, actor, reason, now)


def close_term(office: Office[T], term: T, actor: User | None, reason: str, now: datetime) -> T:
    """Write the end of a term that the caller holds, with its entry in the ledger."""
    term.ended_at, term.ended_by, term.end_reason = now, actor, reason
    term.save(update_fields=["ended_at", "ended_by", "end_reason"])
    office.note_end(term, actor, now)
    return term


def sweep_terms(office: Office[T], now: datetime) -> int:
    """Terms end on their last day, and whoever gave them hears of it; how many ended. May run twice."""
    ended = 0
    over = office.model._default_manager.filter(ended_at=None, until__lt=today(now)).order_by("pk")
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            locked: Any = _locked(office, pk)
            if locked.ended_at is None:
                close_term(office, locked, None, "", now)
                ended += 1
                kind, object_id = office.page(locked)
                tell(
                    [locked.appointed_by_id], office.over, kind=kind, object_id=object_id,
                    params={"name": str(locked.person)}, key=f"{office.over}:{locked.pk}", at=now,
                )  # fmt: skip
    return ended


def _locked(office: Office[T], pk: int) -> T:
    return office.model._default_manager.select_for_update(of=("self",)).get(pk=pk)
