"""What the pages of duties show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.access.rules import VIEW_ACCOUNT
from governance.access.services import accounts_for, can
from governance.deadlines.models import Deadline
from governance.duties.doers import doer_in_words
from governance.duties.models import JOINED, Duty, DutyQuerySet, DutyRecord, DutyRecordQuerySet
from governance.duties.opening import places_in
from governance.duties.places import DutyPlace
from governance.duties.rules import (
    BY_HEAD,
    BY_RIGHT,
    BY_SELF,
    COMPANY,
    DUTY,
    IN_DEPARTMENT,
    ON_ACCOUNT,
    RECORD,
    DutyKind,
    duty_kinds,
)
from governance.duties.services import valid_for, why_not_pass
from governance.ledger.services import history_of
from governance.lists.exporting import Takeable
from governance.particulars.reading import in_words, people_in, shown

if TYPE_CHECKING:
    from accounts.models import User

MINE, ALL, RECORDS, LATE = "mine", "all", "records", "late"
EXPORTED, LISTED = 10_000, 200
SEES_ALL_LATE = "governance.view_board"
HEADERS = (_("Kind"), _("Where"), _("Owner"), _("Opened at"), _("Due at"), _("Status"), _("Done at"))
RECORD_HEADERS = (
    _("Kind"), _("Where"), _("Filed by"), _("As deputy of"), _("Filed at"), _("Good until"), _("Not in order"),
    _("Particulars"), _("Remarks"),
)  # fmt: skip


def tabs_of(user: User, tab: str) -> list[dict[str, Any]]:
    """Mine, all that I may see, what was written down, and what is late or passed around."""
    count = Duty.objects.clocked_for(user).count()
    rows = [
        (MINE, _("My duties"), reverse("governance:duties"), count or ""),
        (ALL, _("All I may see"), f"{reverse('governance:duties')}?tab={ALL}", ""),
        (RECORDS, _("Written down"), reverse("governance:duty_records"), ""),
    ]
    if can(user, SEES_ALL_LATE):
        rows.append((LATE, _("Late or passed around"), reverse("governance:late_tasks"), ""))
    return [
        {"url": url, "label": label, "current": code == tab, "count": count} for code, label, url, count in rows
    ]  # fmt: skip


def duties_of(user: User, tab: str) -> DutyQuerySet:
    """The duties of a tab: those whose clock runs for oneself, or all that one may see."""
    rows = Duty.objects.select_related(*JOINED, "owner")
    return rows.visible_to(user) if tab == ALL else rows.clocked_for(user)


def with_clocks(rows: Sequence[Duty]) -> list[tuple[Duty, Any]]:
    """Each duty with its running clock and whose it is, in one query."""
    clocks = Deadline.objects.filter(kind=DUTY, object_id__in=[row.pk for row in rows]).open()
    found = {clock.object_id: clock for clock in clocks.select_related("owner").defer("schedule")}
    return [(row, found.get(row.pk)) for row in rows]


def takeable_duties(rows: DutyQuerySet) -> Takeable:
    """The list of duties as a file."""

    def lines() -> Iterator[tuple[Any, ...]]:
        for row in rows.order_by("due_at", "pk")[:EXPORTED].iterator():
            yield (
                row.label, row.place, row.owner, row.opened_at, row.due_at, row.get_status_display(), row.closed_at,
            )  # fmt: skip

    back = reverse("governance:duties")
    return Takeable("duties", _("Duties"), HEADERS, lines, personal=True, back=back)


def records_of(user: User) -> DutyRecordQuerySet:
    """All records that one may see."""
    return DutyRecord.objects.visible_to(user).select_related(*JOINED, "filed_by", "acting_for")


def takeable_records(rows: DutyRecordQuerySet) -> Takeable:
    """The records as a file, each with its particulars in words."""

    def lines() -> Iterator[tuple[Any, ...]]:
        for row in rows.order_by("-filed_at", "-pk")[:EXPORTED].iterator():
            yield (
                row.label, row.place, row.filed_by, row.acting_for, row.filed_at, row.valid_until, row.faults,
                said(row), row.note,
            )  # fmt: skip

    back = reverse("governance:duty_records")
    return Takeable("duty_records", _("Records of duties"), RECORD_HEADERS, lines, personal=True, back=back)


def said(record: DutyRecord) -> str:
    """The particulars of a record in one line."""
    kind = record.kind_row
    fields = kind.fields_of(record.payload) if kind is not None else ()
    people = people_in(fields, [record.payload])
    return "; ".join(f"{row.label}: {in_words(row, record.payload[row.name], people)}" for row in fields)


def duty_page(request: HttpRequest, duty: Duty, now: datetime) -> dict[str, Any]:
    """All that the page of one duty shows."""
    user: Any = request.user
    clocks = Deadline.objects.of(DUTY, duty.pk).select_related("owner__department")
    clock = clocks.open().first()
    kind = duty.kind_row
    return {
        "duty": duty,
        "kind": kind,
        "clock": clock,
        "passed_on": max((row.passed_on for row in clocks), default=0),
        "record": DutyRecord.objects.filter(duty=duty).select_related("filed_by").first(),
        "earlier": DutyRecord.objects.filter(kind=duty.kind).at(duty.place).select_related("filed_by")[:5],
        "refusal": why_not_pass(duty, clock, user, now) if duty.status == "open" else None,
        "entries": history_of(DUTY, duty.pk, 50),
    }


def record_page(record: DutyRecord) -> dict[str, Any]:
    """All that the page of one record shows."""
    kind = record.kind_row
    return {
        "record": record,
        "kind": kind,
        "particulars": shown(kind.fields_of(record.payload) if kind else None, record.payload),
        "attachments": record.attachments.all(),
        "entries": history_of(RECORD, record.pk, 50),
    }


def sees_place(user: User, kind: DutyKind, place: DutyPlace) -> bool:
    """Whether this person knows of what is done there; who knows, but does not do it, is told so."""
    if can(user, "governance.read_everything"):
        return True
    if place.account is not None:
        return place.account.pk in accounts_for(user, VIEW_ACCOUNT)
    if place.department is not None:
        return user.pk == place.department.head_id or user.department_id == place.department.pk
    if place.person is not None:
        above = (place.person.superior_id, place.person.department.head_id if place.person.department else None)
        return user.pk in (place.person.pk, *above) or bool(can(user, "governance.manage_people"))
    return bool(can(user, SEES_ALL_LATE)) or bool(kind.doer.of and can(user, kind.doer.of))


@dataclass(frozen=True, slots=True)
class Offer:
    """A place in which somebody may write something down, and when it was done there last."""

    place: DutyPlace
    filed_at: datetime | None
    valid_until: datetime | None


def offers_to(user: User, now: datetime) -> list[tuple[DutyKind, str, int, list[Offer]]]:
    """Every kind with whose it is, its days (of the whole company's rule books), and where this person does it."""
    rows = []
    for kind in duty_kinds().values():
        places = _places_for(user, kind, now)
        days = valid_for(kind, DutyPlace(), now).days
        rows.append((kind, doer_in_words(kind.doer), days, _offers(kind, places)))
    return rows


def _places_for(user: User, kind: DutyKind, now: datetime) -> list[DutyPlace]:
    """Where the rule of the kind names this person. Superusers hold every right, but no duty by it."""
    rule, held = kind.doer.rule, kind.doer.of
    if user.is_superuser and rule == BY_RIGHT:
        return []
    if kind.scope == COMPANY:
        return [DutyPlace()] if rule == BY_RIGHT and can(user, held) else []
    rows = places_in(kind, now)
    if rule == BY_SELF:
        rows = rows.filter(pk=user.pk)
    elif rule == BY_HEAD:
        rows = rows.filter(**{"head" if kind.scope == IN_DEPARTMENT else "department__head": user})
    elif kind.scope == ON_ACCOUNT:
        rows = rows.filter(pk__in=accounts_for(user, held))
    elif not can(user, held):
        return []
    return [DutyPlace.of(kind, row) for row in rows.order_by("pk")[:LISTED]]


def _offers(kind: DutyKind, places: Sequence[DutyPlace]) -> list[Offer]:
    rows = DutyRecord.objects.filter(kind=kind.code)
    if not kind.column:
        newest = rows.first()
        times = (newest.filed_at, newest.valid_until) if newest is not None else (None, None)
        return [Offer(place, *times) for place in places]
    rows = rows.filter(**{f"{kind.column}_id__in": [place.number for place in places]}).order_by()
    found = {
        row[f"{kind.column}_id"]: row
        for row in rows.values(f"{kind.column}_id").annotate(filed=Max("filed_at"), until=Max("valid_until"))
    }
    lines = ((place, found.get(place.number, {})) for place in places)
    return [Offer(place, row.get("filed"), row.get("until")) for place, row in lines]
