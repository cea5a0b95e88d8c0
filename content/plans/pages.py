"""What the pages of plan items show: gathered here, so that the views stay short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime

from content.plans.forms import PlanForm
from content.plans.models import PlanItem


class Differing(NamedTuple):
    """One field as it is stored now and as somebody wrote it on an older page."""

    label: Promise | str
    stored: str
    written: str


class PlanConflict(NamedTuple):
    """What somebody else stored meanwhile, beside what was written; `version` is the one that would be replaced."""

    version: int
    fields: list[Differing]


def _shown(item: PlanItem, name: str) -> str:
    if name == "planned_at":
        return date_format(localtime(item.planned_at), "Y-m-d H:i") if item.planned_at else "–"
    display = getattr(item, f"get_{name}_display", None)
    value = display() if display else getattr(item, name)
    return str(value or "–")


def plan_conflict(item: PlanItem, written: Mapping[str, Any]) -> PlanConflict:
    """The fields in which the item as it is stored now differs from what was written."""
    wanted = PlanItem(account=item.account, author=item.author, **written)
    names = [name for name in written if getattr(item, name) != getattr(wanted, name)]
    fields = [
        Differing(PlanForm.base_fields[name].label or name, _shown(item, name), _shown(wanted, name)) for name in names
    ]
    return PlanConflict(item.lock_version, fields)
