"""What the search of the site finds on this floor: titles and texts, within what a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from content.drafts.models import Draft
from content.media.models import MediaAsset
from content.plans.models import PlanItem
from content.publishing.models import Publication
from governance.public import VIEW_ACCOUNT, Hit, accounts_for, search_ids

if TYPE_CHECKING:
    from accounts.public import User

# Among so many of the newest drafts with these words: those that somebody sees otherwise than by the leading account.
ELSEWHERE = 500


def find_plans(user: User, query: str, limit: int) -> list[Hit]:
    """Plan items by title, topic or audience."""
    words = Q(title__icontains=query) | Q(topic__icontains=query) | Q(audience__icontains=query)
    rows = PlanItem.objects.visible_to(user).filter(words).select_related("account").order_by("-pk")[:limit]
    return [
        Hit(row.title, row.get_absolute_url(), row.get_status_display(), row.account, row.planned_at) for row in rows
    ]


def find_drafts(user: User, query: str, limit: int) -> list[Hit]:
    """Drafts by the words of title, text and hashtags, out of the search table."""
    ids = search_ids("draft", query, accounts_for(user, VIEW_ACCOUNT), limit)
    if len(ids) < limit:
        # Their own, and those for which an account that they see is one of several.
        ids += search_ids("draft", query, None, ELSEWHERE)
    rows = Draft.objects.visible_to(user).filter(pk__in=ids).select_related("account").defer("body")
    rows = rows.order_by("-pk")[:limit]
    return [
        Hit(row.title, row.get_absolute_url(), row.get_status_display(), row.account, row.shown_at or row.created_at)
        for row in rows
    ]


def find_publications(user: User, query: str, limit: int) -> list[Hit]:
    """Publications by title, address or number on the platform."""
    words = Q(title__icontains=query) | Q(url__icontains=query) | Q(external_id=query)
    rows = Publication.objects.visible_to(user).filter(words).select_related("account").order_by("-pk")[:limit]
    return [Hit(row.title, row.get_absolute_url(), "", row.account, row.published_at) for row in rows]


def find_files(user: User, query: str, limit: int) -> list[Hit]:
    """Files by name."""
    rows = MediaAsset.objects.visible_to(user).filter(shown_name__icontains=query).order_by("-pk")[:limit]
    return [
        Hit(
            row.shown_name,
            reverse("content:media_detail", args=[row.pk]),
            row.get_kind_display(),
            None,
            row.uploaded_at,
        )
        for row in rows
    ]
