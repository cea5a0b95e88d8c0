"""What a plan item must say before anybody can approve it, as rows (R-018, D-3.1.2, K-4.2.1, M-2.2.2, O-4.1.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Nobody plans further ahead than this; a wrong century is caught.
AHEAD_YEARS = 3
HORIZON = timedelta(days=AHEAD_YEARS * 366)

FREQUENCIES = (
    ("once", _("Once")),
    ("daily", _("Every day")),
    ("weekly", _("Every week")),
    ("fortnightly", _("Every two weeks")),
    ("monthly", _("Every month")),
)


class Element(NamedTuple):
    """One element of a plan item: the field that holds it and the sentence when it is empty."""

    field: str
    missing: Promise | str


ELEMENTS = (
    Element("direction", _("The direction is empty. Say what this content is meant to achieve.")),
    Element("audience", _("The audience is empty. Say whom this content speaks to.")),
    Element("topic", _("The topic is empty. Say what the content is about.")),
    Element("medium", _("The form is empty. Choose text, image, video or audio.")),
    Element("frequency", _("The frequency is empty. Choose how often this content appears.")),
    Element("planned_at", _("The planned time is empty. Choose the day and hour of publication.")),
    Element("script_owner_id", _("Nobody writes the script yet. Choose a script owner.")),
)
ELEMENT_FIELDS = tuple(element.field for element in ELEMENTS)
