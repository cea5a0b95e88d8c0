"""Keeping and forgetting filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from governance.lists.models import SavedFilter
from governance.refusals.exceptions import Refused

if TYPE_CHECKING:
    from accounts.models import User

PER_PAGE = 20
# The place in the list is no filter.
NOT_KEPT = ("after", "csrfmiddlewaretoken", "format")


@transaction.atomic
def save_filter(page: str, name: str, query: str, *, actor: User) -> SavedFilter:
    """Keep the query under that name; the same name again replaces it."""
    name = name.strip()
    if not name:
        raise Refused(_("Please give the filter a name."), field="name")
    values = QueryDict(query.lstrip("?"), mutable=True)
    for key in NOT_KEPT:
        values.pop(key, None)
    kept = SavedFilter.objects.filter(user=actor, page=page)
    if kept.count() >= PER_PAGE and not kept.filter(name=name).exists():
        raise Refused(_("You keep 20 filters for this list already. Please forget one first."))
    saved, _created = SavedFilter.objects.update_or_create(
        user=actor, page=page, name=name[:60], defaults={"query": values.urlencode()[:1000]}
    )
    return saved


def forget_filter(saved: SavedFilter, *, actor: User) -> None:
    """Forget one's own filter."""
    if saved.user_id != actor.pk:
        raise Refused(_("This filter belongs to somebody else."))
    saved.delete()


def filters_of(user: User, page: str) -> list[SavedFilter]:
    """The filters that a person keeps for a list."""
    return list(SavedFilter.objects.filter(user=user, page=page))
