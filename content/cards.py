"""What this floor puts on the Today page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

import content.campaigns.cards
import content.corrections.cards
import content.licences.cards
import content.materials.cards
import content.period_plans.cards
import content.replanning.cards
import content.rhythm.cards  # noqa: F401 - each registers cards of its own
from content.drafts.models import Draft
from content.plans.models import PlanItem
from content.publishing.models import Checkpoint, Publication
from content.publishing.queries import drafts_to_release
from content.review.queries import waiting_for
from governance.public import Card, CardItem, accounts_for, can, card, deadlines_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.public import User

SHOWN = 50
DAY = timedelta(days=1)


def _clocks(kind: str, ids: Iterable[int], purposes: tuple[str, ...]) -> dict[int, Any]:
    """The open clock of each record."""
    found = deadlines_of(kind, ids)
    return {
        pk: next((row for row in rows if row.is_open and row.purpose in purposes), None) for pk, rows in found.items()
    }


def _draft_items(drafts: list[Draft], address: str, purposes: tuple[str, ...]) -> list[CardItem]:
    clocks = _clocks("draft", [draft.pk for draft in drafts], purposes)
    return [
        CardItem(
            title=draft.title,
            url=reverse(address, args=[draft.pk]),
            deadline=clocks.get(draft.pk),
            due_at=draft.scheduled_at or draft.window_end,
            account=draft.account,
        )
        for draft in drafts
    ]


@card("drafts_to_review", title=_("Drafts to review"), order=10)
def drafts_to_review(user: User, now: datetime) -> Card:
    """Drafts that wait for this person's signature."""
    rows = Draft.objects.filter(pk__in=waiting_for(user).values("draft_id")).select_related("account")
    drafts = list(rows.defer("body").order_by("submitted_at")[:SHOWN])
    items = _draft_items(drafts, "content:review_page", ("review_first", "review_final"))
    return Card(items, reverse("content:review_queue"))


@card("drafts_to_publish", title=_("Drafts to publish"), order=12)
def drafts_to_publish(user: User, now: datetime) -> Card:
    """Approved and scheduled drafts of the accounts on which this person publishes."""
    accounts = accounts_for(user, "accounts.publish")
    if not accounts:
        return Card([])
    rows = drafts_to_release(accounts).select_related("account")
    drafts = list(rows.defer("body").order_by("shown_at")[:SHOWN])
    return Card(_draft_items(drafts, "content:publish_kit", ("publish",)), reverse("content:publish_list"))


@card("drafts_to_correct", title=_("Changes requested"), order=14)
def drafts_to_correct(user: User, now: datetime) -> Card:
    """This person's drafts that came back."""
    drafts = list(Draft.objects.returned().filter(author=user).select_related("account").defer("body")[:SHOWN])
    return Card(_draft_items(drafts, "content:draft_detail", ("fix",)), reverse("content:draft_list") + "?mine=on")


@card("drafts_unfinished", title=_("Your unfinished drafts"), order=15)
def drafts_unfinished(user: User, now: datetime) -> Card:
    """What this person began and has not submitted, the last touched first; not what came back."""
    rows = Draft.objects.filter(author=user, status="draft", returned_at=None).select_related("account")
    drafts = list(rows.defer("body").order_by("-updated_at")[:SHOWN])
    return Card(
        _draft_items(drafts, "content:draft_edit", ()), reverse("content:draft_list") + "?mine=on&status=draft"
    )


@card("plans_to_approve", title=_("Plan items to approve"), order=16)
def plans_to_approve(user: User, now: datetime) -> Card:
    """Plan items that this person may decide: as superior of the author, or as plan approver."""
    rows = PlanItem.objects.filter(status="submitted").exclude(author=user).select_related("account")
    if can(user, "governance.approve_plans"):
        rows = rows.filter(account_id__in=accounts_for(user, "accounts.view_platformaccount"))
    else:
        rows = rows.filter(author__superior=user)
    items = [
        CardItem(title=item.title, url=item.get_absolute_url(), due_at=item.planned_at, account=item.account)
        for item in rows.order_by("planned_at")[:SHOWN]
    ]
    return Card(items, reverse("content:plan_list") + "?status=submitted")


@card("checkpoints_due", title=_("Checkpoints due"), order=30)
def checkpoints_due(user: User, now: datetime) -> Card:
    """Checkpoints of this person's posts that are due within a day or over."""
    rows = Checkpoint.objects.filter(
        noted_at=None, publication__withdrawn_at=None, publication__publisher=user, due_at__lte=now + DAY
    ).select_related("publication__account")
    found = list(rows.order_by("due_at")[:SHOWN])
    clocks = _clocks("checkpoint", [row.pk for row in found], ("checkpoint",))
    items = [
        CardItem(
            title=row.publication.title,
            url=reverse("content:checkpoint_note", args=[row.pk]),
            note=row.after,
            deadline=clocks.get(row.pk),
            due_at=row.due_at,
            account=row.publication.account,
        )
        for row in found
    ]
    return Card(items, reverse("content:publication_list"))


@card("posts_that_differ", title=_("Posts that differ from what was signed"), order=8)
def posts_that_differ(user: User, now: datetime) -> Card:
    """Posts whose text is not the signed one, for who published them and who manages the account (R-040)."""
    mine = Q(publisher=user) | Q(account_id__in=accounts_for(user, "accounts.manage"))
    rows = Publication.objects.live().filter(mine, text_matches=False).select_related("account")
    items = [
        CardItem(title=row.title, url=row.get_absolute_url(), due_at=row.published_at, account=row.account)
        for row in rows.order_by("published_at")[:SHOWN]
    ]
    return Card(items, reverse("content:publication_list"))
