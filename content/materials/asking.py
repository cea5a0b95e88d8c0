"""Who answers for a department: its head, else the head of the department above (R-043). Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from content.materials.rules import LEVELS_ABOVE
from governance.public import Refused

if TYPE_CHECKING:
    from accounts.public import Department, User


def responsible_for(department: Department) -> User | None:
    """The head who works here still, of the department or the nearest one above; None where there is nobody."""
    unit: Department | None = department
    for _level in range(LEVELS_ABOVE):
        if unit is None:
            return None
        if unit.head is not None and unit.head.is_active:
            return unit.head
        unit = unit.parent
    return None


def require_responsible(department: Department, chosen: User | None) -> User:
    """The person chosen, who must work there, else who answers for it. Raises Refused naming the field."""
    if not department.is_active:
        raise Refused(
            _("%(name)s is closed. Please choose another department.") % {"name": department}, field="department"
        )
    if chosen is not None:
        if not chosen.is_active or chosen.department_id != department.pk:
            words = _("%(name)s does not work in this department. Choose one of its people, or leave this empty.")
            raise Refused(words % {"name": chosen}, field="responsible")
        return chosen
    found = responsible_for(department)
    if found is None:
        raise Refused(
            _("Nobody answers for %(name)s yet. Choose one of its people, or have a head named.")
            % {"name": department},
            field="department",
        )
    return found
