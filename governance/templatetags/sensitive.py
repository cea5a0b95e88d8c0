"""What the page of a record shows of a step that a second person must agree to."""

from __future__ import annotations

from typing import Any

from django import template

from governance.sensitive.pages import Standing

register = template.Library()


@register.inclusion_tag("governance/sensitive/_standing.html")
def second_person(standing: Standing, brief: bool = False) -> dict[str, Any]:
    """The question to ask, the one that waits, or the yes that is there; nothing where the step is not held.

    `brief` leaves the sentence out where the moves beside it say the same.
    """
    return {"standing": standing, "brief": brief}
