"""What waits for whose signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.public import ADVISING, accredited_ids
from content.drafts.models import Draft
from content.review.models import ReviewSlot
from content.review.rules import CONFIRMS, SIGNING_RIGHTS
from governance.public import VIEW_ACCOUNT, Deputyship, accounts_for

if TYPE_CHECKING:
    from accounts.public import User

STAGE_OPEN = Q(stage="first", draft__status="first_review") | Q(stage="final", draft__status="final_review")


def waiting_for(user: User) -> QuerySet[ReviewSlot]:
    """Open slots of running reviews that this person holds the right for and has not barred themselves from."""
    seen = accounts_for(user, VIEW_ACCOUNT)
    mine = Q(pk__in=[])
    for right in SIGNING_RIGHTS:
        accounts = accounts_for(user, right) & seen
        if accounts and (right != ADVISING or accredited_ids([user.pk], timezone.now())):
            mine |= Q(permission=right, account_id__in=accounts)
    signed = ReviewSlot.objects.filter(version_id=OuterRef("version_id"), signer=user)
    stood_in = Deputyship.objects.filter(
        deputy=user,
        person_id=OuterRef("draft__author_id"),
        begins_at__lte=Now(),
        ends_at__gt=OuterRef("draft__created_at"),
    )
    return (
        ReviewSlot.objects.filter(mine, STAGE_OPEN, decided_at=None, voided_at=None)
        .filter(Q(department=None) | Q(department_id=user.department_id))
        .exclude(permission=CONFIRMS, department=None)
        .exclude(draft__author=user)
        .exclude(Exists(signed) | Exists(stood_in))
    )


def drafts_waiting_for(user: User) -> QuerySet[Draft]:
    """The drafts with such a slot."""
    return Draft.objects.filter(pk__in=waiting_for(user).values("draft_id"))
