"""The demo company's content: one part after the other, each a line."""

from __future__ import annotations

from content.demonstration import filling, materials, period_plans
from governance.public import DemoCompany

ORDER = (
    period_plans.plan_periods,
    filling.fill,
    materials.fill_materials,  # material hangs on plan items, so these come first
)


def fill(company: DemoCompany) -> None:
    """Everything that the content floor shows, dated by the company's days."""
    for part in ORDER:
        part(company)
