"""The calendar as a file to take away: plan items and posts of the days that it shows (R-030, R-107)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from content.calendar.days import midnight
from content.drafts.models import Draft
from content.plans.exporting import clock_time
from content.plans.models import PlanItem
from governance.public import Takeable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.public import User
    from content.calendar.days import Span

HEADERS = (
    _("Time"), _("Kind"), _("Title"), _("Account"), _("Platform"), _("Status"), _("Form"), _("Content type"),
    _("Author"), _("Plan item"), _("Link"),
)  # fmt: skip
CHUNK = 500


def takeable_calendar(
    user: User, span: Span, entries: Sequence[tuple[int, dt.datetime]], account_ids: Iterable[int], back: str, *,
    plans: bool = True,
) -> Takeable:  # fmt: skip
    """The posts of `entries` and the plan items of the span, by time; no text of a post and nothing of a customer."""
    chosen = list(account_ids)

    def lines() -> Iterator[tuple[Any, ...]]:
        found = [(at, _post(draft)) for draft, at in _drafts(entries)]
        if plans:
            found += [(item.planned_at, _plan(item)) for item in _plans(user, span, chosen)]
        for at, rest in sorted(found, key=lambda pair: pair[0]):
            yield (clock_time(at), *rest)

    return Takeable("calendar", _("Calendar"), HEADERS, lines, personal=False, back=back)


def _drafts(entries: Sequence[tuple[int, dt.datetime]]) -> Iterator[tuple[Draft, dt.datetime]]:
    moments = dict(entries)
    rows = Draft.objects.select_related("account", "author", "plan_item").prefetch_related("publications")
    for first in range(0, len(entries), CHUNK):
        some = [pk for pk, _at in entries[first : first + CHUNK]]
        for draft in rows.filter(pk__in=some).defer("body"):
            yield draft, moments[draft.pk]


def _plans(user: User, span: Span, account_ids: list[int]) -> Any:
    rows = (
        PlanItem.objects.visible_to(user)
        .exclude(status="dropped")
        .filter(planned_at__gte=midnight(span.first), planned_at__lt=midnight(span.last + dt.timedelta(days=1)))
    )
    if account_ids:
        rows = rows.filter(account_id__in=account_ids)
    return rows.select_related("account", "author").iterator(CHUNK)


def _post(draft: Draft) -> tuple[Any, ...]:
    return (
        pgettext("figures", "Post"), draft.title, draft.account, draft.account.get_platform_display(),
        draft.get_status_display(), draft.get_medium_display(), draft.get_content_type_display(), draft.author,
        draft.plan_item or "", " ".join(row.url for row in draft.publications.all()),
    )  # fmt: skip


def _plan(item: PlanItem) -> tuple[Any, ...]:
    return (
        gettext("Plan item"), item.title, item.account, item.account.get_platform_display(),
        item.get_status_display(), item.get_medium_display(), item.get_content_type_display(), item.author, item, "",
    )  # fmt: skip
