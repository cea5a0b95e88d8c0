"""The full review after release of what took the urgent path, by somebody who had no part in it (R-019)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.drafts.rules import URGENT_WAY
from content.publishing.models import Publication
from content.review.conclusions import must_follow
from content.review.models import CONCLUSIONS, LateReview, ReviewSlot
from content.review.rules import LATE, LATE_PURPOSE, LATE_RIGHT, LATE_WITHIN, MARK_CODES, NOTE_LIMIT
from governance.public import (
    ApprovalRequest,
    NotAllowed,
    NoteRequired,
    Refused,
    Sentence,
    WrongState,
    can,
    clean_text,
    clock_of,
    has_visible_text,
    holder_ids,
    insert_row,
    label_of,
    meet_deadline,
    open_deadline,
    record,
    stood_in_for,
    tell,
    update_row,
)

if TYPE_CHECKING:
    from accounts.public import User
    from content.drafts.models import Draft

KIND = LATE


def took_part(draft: Draft, at: datetime) -> set[int]:
    """Who wrote, signed, released, agreed to the urgent reason or stood in for a writer: none of them looks again."""
    writers = {draft.author_id, *draft.editors}
    signers = ReviewSlot.objects.filter(draft=draft).exclude(signer=None).values_list("signer_id", flat=True)
    agreed = ApprovalRequest.objects.filter(kind="urgent_post", target_kind="draft", target_id=draft.pk)
    said_yes = agreed.exclude(decisions=None).values_list("decisions__by_id", flat=True)
    released = Publication.objects.filter(draft=draft).values_list("publisher_id", flat=True)
    return writers | set(signers) | set(released) | set(said_yes) | stood_in_for(writers, draft.created_at, at)


def open_late_reviews(now: datetime) -> int:
    """For the sweep: a review for each released post that took the urgent path; twice opens nothing twice."""
    rows = Publication.objects.filter(version__way=URGENT_WAY, late_review=None)
    return sum(_open(row, now) for row in rows.select_related("draft", "account", "version").order_by("pk")[:200])


def _open(publication: Publication, now: datetime) -> bool:
    draft, account = publication.draft, publication.account
    with transaction.atomic():
        Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        if LateReview.objects.filter(publication=publication).exists():
            return False
        slots = ReviewSlot.objects.filter(version=publication.version).order_by("position")
        due = clock_of(account.calendar).due(LATE_WITHIN, publication.published_at)
        review = insert_row(
            LateReview(
                publication=publication, draft=draft, account=account, opened_at=now, due_at=due,
                criteria=list(dict.fromkeys(code for slot in slots for code in slot.criteria)),
            )
        )  # fmt: skip
        barred = took_part(draft, now)
        people = [pk for pk in holder_ids(LATE_RIGHT, account.pk) if pk not in barred]
        open_deadline(
            kind=KIND, object_id=review.pk, purpose=LATE_PURPOSE, owner=_user(people), due=due,
            start=publication.published_at, calendar=account.calendar, account_id=account.pk, at=now,
        )  # fmt: skip
        record("late_review.opened", actor=None, kind=KIND, object_id=review.pk, account_id=account.pk, at=now)
        tell(people, "late_review.to_make", kind=KIND, object_id=review.pk, key=f"late_review:{review.pk}", at=now)
    return True


def _user(people: list[int]) -> User | None:
    from accounts.public import User

    return User.objects.filter(pk=people[0]).first() if people else None


def why_no_late_review(review: LateReview, actor: User, at: datetime) -> Sentence | None:
    """Why this person may not make the review, or None."""
    if not can(actor, LATE_RIGHT, review) or actor.pk not in holder_ids(LATE_RIGHT, review.account_id):
        return _("This needs the right “%(right)s” on the account.") % {"right": label_of(LATE_RIGHT)}
    if actor.pk in took_part(review.draft, at):
        return _("You had a part in this post, so somebody else must review it after its release.")
    return None


def make_late_review(
    review: LateReview, *, actor: User, marks: Mapping[str, str], conclusion: str, note: str = "",
    at: datetime | None = None,
) -> LateReview:  # fmt: skip
    """Mark every criterion of both stages and conclude; author and publisher hear of it, and a clock runs for them.

    Raises Refused naming the field, NotAllowed for whoever had a part, WrongState where it was made meanwhile.
    """
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    kept = {code: marks[code] for code in review.criteria if marks.get(code) in MARK_CODES}
    if len(kept) < len(review.criteria):
        raise Refused(
            _("%(count)d criteria are not marked yet. Mark each as pass, fail or not applicable.")
            % {"count": len(review.criteria) - len(kept)},
            field="marks",
        )
    if conclusion not in dict(CONCLUSIONS):
        raise Refused(_("Please choose what follows from the review."), field="conclusion")
    if conclusion == "stands" and "fail" in kept.values():
        raise Refused(_("A criterion is marked as failed, so the post cannot simply stand."), field="conclusion")
    if conclusion != "stands" and not has_visible_text(words):
        raise NoteRequired(_("Please say what is wrong, so that it can be corrected or withdrawn."), field="note")
    with transaction.atomic():
        # The post first, as whoever withdraws or corrects it holds it: what is done meanwhile needs no clock.
        Publication.objects.select_for_update(of=("self",)).get(pk=review.publication_id)
        rows = LateReview.objects.select_for_update(of=("self",)).select_related(
            "draft", "publication__publisher", "publication__account"
        )
        locked = rows.get(pk=review.pk)
        if (reason := why_no_late_review(locked, actor, now)) is not None:
            raise NotAllowed(reason)
        values = {
            "reviewer": actor, "marks": kept, "conclusion": conclusion, "note": words, "reviewed_at": now,
        }  # fmt: skip
        if not update_row(locked, values, reviewed_at=None):
            raise WrongState(_("Somebody else made this review just now. Please load the page again."))
        meet_deadline(KIND, locked.pk, LATE_PURPOSE, at=now)
        must_follow(locked, now)
        record(
            "late_review.made", actor=actor, kind=KIND, object_id=locked.pk, account_id=locked.account_id,
            payload={"conclusion": conclusion, "publication": locked.publication_id}, at=now,
        )  # fmt: skip
        people = [locked.draft.author_id, locked.publication.publisher_id]
        tell(people, f"late_review.{conclusion}", kind=KIND, object_id=locked.pk, key=f"late_review.made:{locked.pk}",
             at=now)  # fmt: skip
    return locked
