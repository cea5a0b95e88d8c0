"""What the search of the site finds among people: names and login names, which everybody in the company may see."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from accounts.people.models import User
from governance.public import Hit


def find_people(user: User, query: str, limit: int) -> list[Hit]:
    """Active members of staff by name or login name, with post and department."""
    named = Q(display_name__icontains=query) | Q(username__icontains=query)
    rows = User.objects.filter(named, is_active=True).select_related("department").order_by("display_name", "pk")
    return [
        Hit(
            str(row),
            reverse("accounts:person_detail", args=[row.pk]),
            " · ".join(map(str, filter(None, (row.post, row.department)))),
        )
        for row in rows[:limit]
    ]
