"""Period plans as a file to take away (R-017, R-107)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from content.drafts.rules import CONTENT_TYPES, MEDIA
from content.plans.exporting import clock_time
from governance.public import Takeable

if TYPE_CHECKING:
    from content.period_plans.models import PeriodPlan, PeriodPlanQuerySet

HEADERS = (
    _("Title"), _("Plan level"), _("Holds for"), _("First day"), _("Last day"), _("Version"), _("Aims"),
    _("Direction"), _("Audience"), _("Topics"), _("Forms"), _("Content types"), _("Posts per account"),
    _("Counted per"), _("Times"), _("Budget"), _("Currency"), _("Responsible"), _("Script owner"), _("Author"),
    _("Submitted by"), _("Approved by"), _("Approved at"), _("Status"),
)  # fmt: skip
JOINED = ("account", "responsible", "script_owner", "author", "submitted_by", "approved_by")
CHUNK = 500


def takeable_period_plans(rows: PeriodPlanQuerySet, back: str) -> Takeable:
    """The list of period plans, the latest period first; it names colleagues at work and tells of no customer."""

    def lines() -> Iterator[tuple[Any, ...]]:
        for plan in rows.select_related(*JOINED).order_by("-starts_on", "-pk").iterator(CHUNK):
            yield line_of(plan)

    return Takeable("period_plans", _("Period plans"), HEADERS, lines, personal=False, back=back)


def line_of(plan: PeriodPlan) -> tuple[Any, ...]:
    """One period plan; times are on the reader's clock, days are days."""
    return (
        plan.title, plan.get_level_display(), plan.place, plan.starts_on.isoformat(), plan.ends_on.isoformat(),
        plan.revision, plan.aims, plan.direction, plan.audience, plan.topics, _words(MEDIA, plan.mediums),
        _words(CONTENT_TYPES, plan.types), "" if plan.posts is None else plan.posts, plan.get_per_display(),
        plan.times, "" if plan.budget is None else str(plan.budget), plan.currency, plan.responsible or "",
        plan.script_owner or "", plan.author, plan.submitted_by or "", plan.approved_by or "",
        clock_time(plan.approved_at), plan.get_status_display(),
    )  # fmt: skip


def _words(choices: Any, codes: list[str]) -> str:
    return "; ".join(str(label) for code, label in choices if code in codes)
