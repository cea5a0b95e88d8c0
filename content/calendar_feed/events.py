"""The calendar of one person as RFC 5545: what they may see at this moment, without a word of a post or a customer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, Event

from accounts.public import PLATFORM_CHOICES
from content.calendar_feed.rules import AHEAD, BACK, LENGTH, MOST, PLAN_STATUS, POST_STATUS, PRODUCT, REFRESH
from content.drafts.models import Draft
from content.drafts.workflow import DRAFT
from content.plans.models import PlanItem
from governance.public import LedgerEntry

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User

CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: the record behind it, when, in which state and since when it stands so."""

    kind: str
    record: Draft | PlanItem
    account: PlatformAccount
    begins: datetime
    status: str
    state: str
    changed: datetime
    revision: int

    @property
    def uid(self) -> str:
        """The same for the whole life of the record, whatever the address of the site is."""
        name = f"{self.kind}:{self.record.pk}:{self.record.created_at.astimezone(UTC).isoformat()}"
        return f"{self.kind}-{self.record.pk}-{uuid.uuid5(uuid.NAMESPACE_OID, name)}"


def entries_for(person: User, now: datetime) -> list[Entry]:
    """Posts and plan items of the span, by time; a fixed number of statements for any number of them."""
    return sorted([*_posts(person, now), *_plans(person, now)], key=lambda row: (row.begins, row.uid))


def _posts(person: User, now: datetime) -> list[Entry]:
    since, until = now - BACK, now + AHEAD
    # What is thrown away has no place in the calendar any more; once submitted, programs may have seen it.
    gone = Q(status="discarded", versions_count__gt=0, window_start__gte=since, window_start__lt=until)
    rows = Draft.objects.visible_to(person).filter(Q(shown_at__gte=since, shown_at__lt=until) | gone)
    rows = rows.filter(status__in=list(POST_STATUS)).select_related("account").defer("body")
    found = [(row, row.scheduled_at or row.shown_at or row.window_start) for row in rows.order_by("-pk")[:MOST]]
    labels = {state.value: str(state.label) for state in DRAFT.states}
    return [
        Entry("draft", row, row.account, begins, POST_STATUS[row.status], labels[row.status], row.updated_at,
              row.lock_version)
        for row, begins in found if begins is not None
    ]  # fmt: skip


def _plans(person: User, now: datetime) -> list[Entry]:
    rows = PlanItem.objects.visible_to(person).filter(
        status__in=list(PLAN_STATUS), planned_at__gte=now - BACK, planned_at__lt=now + AHEAD
    )
    found = list(rows.select_related("account").order_by("-planned_at", "-pk")[:MOST])
    entries = LedgerEntry.objects.filter(kind="plan", object_id__in=[row.pk for row in found])
    touched = dict(entries.order_by().values_list("object_id").annotate(Max("at")))
    return [
        Entry("plan", row, row.account, row.planned_at, PLAN_STATUS[row.status], row.get_status_display(),
              touched.get(row.pk) or row.created_at, row.lock_version)
        for row in found if row.planned_at is not None
    ]  # fmt: skip


def calendar_of(person: User, now: datetime) -> bytes:
    """The feed as a file: UTF-8, times in UTC, so that every program shows them on its own clock."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Content calendar"))
    calendar.add("x-wr-timezone", person.time_zone)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    platforms = {code: str(label) for code, label in PLATFORM_CHOICES}
    for entry in entries_for(person, now):
        calendar.add_component(_event(entry, platforms))
    text: bytes = calendar.to_ical()
    return text


def _event(entry: Entry, platforms: dict[str, str]) -> Event:
    sort = pgettext("figures", "Post") if entry.kind == "draft" else _("Plan item")
    platform = platforms.get(entry.account.platform, entry.account.platform)
    event = Event()
    begins = entry.begins.astimezone(UTC)
    values: dict[str, Any] = {
        "uid": entry.uid, "dtstamp": entry.changed.astimezone(UTC), "last-modified": entry.changed.astimezone(UTC),
        "sequence": entry.revision, "dtstart": begins, "dtend": begins + LENGTH, "status": entry.status,
        "summary": f"{platform} · {entry.record.title}",
        "description": f"{sort} · {entry.account} · {entry.state}",
        "url": urljoin(settings.SITE_URL, entry.record.get_absolute_url()),
        "transp": "TRANSPARENT",
    }  # fmt: skip
    for name, value in values.items():
        event.add(name, value)
    return event
