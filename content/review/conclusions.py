"""What a review after release asks for has a clock until it is done: a correction, or the withdrawal (R-019)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from content.review.models import LateReview
from content.review.rules import FOLLOW_PURPOSE, FOLLOW_WITHIN, LATE, TO_CORRECT
from governance.public import meet_deadline, open_deadline

if TYPE_CHECKING:
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


def corrected(publication: Publication, *, at: datetime) -> None:
    """In the transaction of a correction: it was asked for; a post that has to go is not saved by one."""
    _done(publication, (TO_CORRECT,), at)


def withdrawn(publication: Publication, *, actor: User, at: datetime) -> None:
    """In the transaction of a withdrawal: nothing stands that would have to change."""
    _done(publication, tuple(FOLLOW_WITHIN), at)


def _done(publication: Publication, conclusions: tuple[str, ...], at: datetime) -> None:
    review = LateReview.objects.filter(publication=publication, conclusion__in=conclusions).first()
    if review is not None:
        meet_deadline(LATE, review.pk, FOLLOW_PURPOSE, at=at)
