"""Plan items as a file to take away, in the columns that an import reads (R-018, R-107)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.plan_imports.rules import COLUMNS
from governance.public import Takeable

if TYPE_CHECKING:
    from content.plans.models import PlanItem, PlanItemQuerySet

# After the columns of an import, which carries the first name of each: what only this site says.
HEADERS = (*(column.names[0] for column in COLUMNS), _("Status"), _("Author"), _("Decided by"))
CHUNK = 500


def takeable_plans(rows: PlanItemQuerySet, back: str) -> Takeable:
    """The list of plan items; it names colleagues at work and tells of no customer."""

    def lines() -> Iterator[tuple[Any, ...]]:
        found = rows.select_related("account", "script_owner", "author", "decided_by").order_by("-planned_at", "-pk")
        for item in found.iterator(CHUNK):
            yield line_of(item)

    return Takeable("plans", _("Plans"), HEADERS, lines, personal=False, back=back)


def line_of(item: PlanItem) -> tuple[Any, ...]:
    """One plan item, as a line that reads back as the same item; the time is on the reader's clock."""
    return (
        item.account.handle, item.title, clock_time(item.planned_at), item.direction, item.audience, item.topic,
        item.get_content_type_display(), item.get_medium_display(), item.get_frequency_display(),
        item.script_owner.username if item.script_owner else "", item.get_status_display(), item.author,
        item.decided_by or "",
    )  # fmt: skip


def clock_time(moment: datetime | None) -> str:
    """A moment on the reader's clock to the second, which is as exact as a file is."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S") if moment else ""
