"""What a review after release asks for has a clock until it is done: a correction, or the withdrawal (R-019)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from content.review.models import LateReview
from content.review.rules import FOLLOW_PURPOSE, FOLLOW_WITHIN, LATE, TO_CORRECT
from governance.public import meet_deadline, open_deadline

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.public import User
    from content.publishing.models import Publication


def must_follow(review: LateReview, at: datetime) -> None:
    """Start the clock of the conclusion, for the publisher; none where the post may stand or was withdrawn already."""
    post = review.publication
    limit = FOLLOW_WITHIN.get(review.conclusion)
    if limit is None or post.withdrawn_at is not None:
        return
    open_deadline(
        kind=LATE, object_id=review.pk, purpose=FOLLOW_PURPOSE, owner=post.publisher, limit=limit, start=at,
        calendar=post.account.calendar, account_id=review.account_id, at=at,
    )  # fmt: skip


def corrected(publication: Publication, *, asked_at: datetime, at: datetime) -> None:
    """In the transaction of a correction: the review asked for it; a post that has to go is not saved by one.

    What was asked for before the review was made is about something else, and the clock runs on (R-019).
    """
    _done(LateReview.objects.filter(conclusion=TO_CORRECT, reviewed_at__lte=asked_at), publication, at)


def withdrawn(publication: Publication, *, actor: User, at: datetime) -> None:
    """In the transaction of a withdrawal: nothing stands that would have to change."""
    _done(LateReview.objects.filter(conclusion__in=tuple(FOLLOW_WITHIN)), publication, at)


def _done(reviews: QuerySet[LateReview], publication: Publication, at: datetime) -> None:
    review = reviews.filter(publication=publication).first()
    if review is not None:
        meet_deadline(LATE, review.pk, FOLLOW_PURPOSE, at=at)
