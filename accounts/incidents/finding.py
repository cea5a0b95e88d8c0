"""What the search of the site finds among incidents: by number, and by the words of what happened."""

from __future__ import annotations

import re

from django.db.models import Q

from accounts.incidents.models import Incident, IncidentQuerySet
from accounts.people.models import User
from governance.public import Hit

NUMBER = re.compile(r"^\s*SI-\d{4}-0*(\d{1,15})\s*$", re.IGNORECASE)


def matching(rows: IncidentQuerySet, query: str) -> IncidentQuerySet:
    """Those whose number this is, or whose text holds the words."""
    number = NUMBER.match(query)
    if number is not None:
        return rows.filter(pk=int(number[1]))
    return rows.filter(Q(happened__icontains=query) | Q(cause__icontains=query))


def find_incidents(user: User, query: str, limit: int) -> list[Hit]:
    """Incidents that this person may see, the latest first."""
    rows = matching(Incident.objects.visible_to(user), query).select_related("account").order_by("-found_at", "-pk")
    return [Hit(str(row), row.get_absolute_url(), str(row.get_status_display())) for row in rows[:limit]]
