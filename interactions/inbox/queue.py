"""The queue page: who waits longest, by a small index; never counted to the end, never by offset."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.public import PlatformAccount, User
from governance.public import VIEW_ACCOUNT, KeyPage, accounts_for, deadlines_of, page_by_key, search_ids
from interactions.inbox.forms import ALL_VIEW, ASLEEP_VIEW, MINE, NOBODY, WAITING_VIEW
from interactions.inbox.models import Message, MessageQuerySet
from interactions.inbox.rules import COUNT_CAP, EXPORT_ROWS, FOUND, LONG_AGO, PAGE

QUEUE_ORDER = ("queue_at", "pk")
NEWEST = ("-received_at", "-pk")
PAGE_CODE = "inbox"
# What a row of the list shows; the rest stays in the database.
SHOWN = (
    "account_id", "text", "kind", "urgency", "status", "queue_at", "received_at", "contact__handle",
    "owner__username", "owner__display_name",
)  # fmt: skip
HEADERS = (
    gettext_lazy("Account"),
    gettext_lazy("Channel"),
    gettext_lazy("Number on the platform"),
    pgettext_lazy("message", "From"),
    gettext_lazy("Text"),
    pgettext_lazy("message", "About"),
    gettext_lazy("Class"),
    gettext_lazy("Status"),
    gettext_lazy("Owner"),
    gettext_lazy("Written at"),
    gettext_lazy("Due at"),
    gettext_lazy("First answered at"),
)


def accounts_seen(user: User) -> dict[int, PlatformAccount]:
    """The accounts whose messages this person may see."""
    ids = accounts_for(user, VIEW_ACCOUNT)
    named = PlatformAccount.objects.filter(pk__in=ids).only("handle", "name_zh", "name_en")
    return {row.pk: row for row in named} if ids else {}


def queue_rows(
    user: User, values: dict[str, Any], accounts: dict[int, PlatformAccount], now: datetime
) -> tuple[MessageQuerySet, tuple[str, str]]:
    """The rows that fit the filter, and their order: what waits by due time, everything else newest first."""
    chosen = [row.pk for row in accounts.values() if not values["account"] or row.handle == values["account"]]
    rows = Message.objects.filter(account_id__in=chosen)
    order = QUEUE_ORDER
    view = values["status"] or WAITING_VIEW
    if values["q"] and not values["status"]:
        view = ALL_VIEW
    if view == WAITING_VIEW:
        rows = rows.waiting().awake(now)
    elif view == ASLEEP_VIEW:
        rows = rows.waiting().filter(snoozed_until__gt=now)
    else:
        order = NEWEST
        rows = rows.filter(received_at__gt=LONG_AGO)
        if view != ALL_VIEW:
            rows = rows.filter(status=view)
    if values["q"]:
        rows = rows.filter(pk__in=search_ids("message", values["q"], chosen, FOUND))
    for name in ("urgency", "kind"):
        if values[name]:
            rows = rows.filter(**{name: values[name]})
    if values["owner"] == MINE:
        rows = rows.filter(owner=user)
    elif values["owner"] == NOBODY:
        rows = rows.filter(owner=None)
    if values["overdue"]:
        rows = rows.overdue(now)
    return rows, order


def queue_page(
    rows: MessageQuerySet, order: tuple[str, str], accounts: dict[int, PlatformAccount], after: str
) -> KeyPage:
    """One page with everything that its rows show: two statements."""
    lean = rows.select_related("contact", "owner").only(*SHOWN)
    page = page_by_key(lean, order=order, after=after, size=PAGE, filled=True)
    clocks = deadlines_of("message", [row.pk for row in page])
    for row in page:
        row.account = accounts[row.account_id]
        row.clock = next(iter(clocks.get(row.pk, [])), None)
    return page


def export_of(
    rows: MessageQuerySet, order: tuple[str, str], accounts: dict[int, PlatformAccount]
) -> Iterator[tuple[Any, ...]]:
    """The list as rows of a file."""
    chosen = rows.select_related("contact", "owner").order_by(*(order))[:EXPORT_ROWS]
    for row in chosen.iterator(chunk_size=500):
        yield (
            accounts[row.account_id].handle,
            row.get_channel_display(),
            row.external_id,
            row.contact.handle,
            row.text,
            row.get_kind_display(),
            row.get_urgency_display(),
            row.get_status_display(),
            str(row.owner or ""),
            row.posted_at,
            row.due_at,
            row.first_reply_at,
        )


def count_words(rows: MessageQuerySet) -> str:
    """How many rows fit, told exactly up to a thousand."""
    count = rows.order_by()[: COUNT_CAP + 1].count()
    if count > COUNT_CAP:
        return _("more than 1,000 rows")
    return ngettext("%d row", "%d rows", count) % count


def empty_words(values: dict[str, Any]) -> tuple[str, str]:
    """What an empty list says, and what to do first."""
    if any(values[name] for name in values):
        return _("No message fits"), _("Clear a filter, or show all messages.")
    return _("Nobody waits for an answer"), _("New messages appear here by due time. Bring in a file to begin.")
