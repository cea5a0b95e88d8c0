"""Approved, but the window that was signed is over: nothing goes out, its author plans again (R-030, R-033)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.drafts.models import Draft, DraftQuerySet
from content.drafts.services import edit_draft
from content.plans.times import why_too_far
from content.publishing.queries import RELEASABLE, drafts_to_release
from content.review.submission import submit_draft
from governance.public import Refused, WrongState, record, tell

if TYPE_CHECKING:
    from accounts.public import User

BATCH = 200


def drafts_to_plan_again(account_ids: Iterable[int], now: datetime) -> DraftQuerySet:
    """Signed drafts whose window is over and that some of these accounts still lack."""
    return drafts_to_release(account_ids).filter(window_end__lt=now)


def note_windows_over(now: datetime) -> int:
    """For the sweep: note each signed draft whose window is over and tell its author, once; how many."""
    rows = Draft.objects.filter(status__in=RELEASABLE, window_end__lt=now, plan_again_since=None).order_by("pk")
    return sum(_note(pk, now) for pk in list(rows.values_list("pk", flat=True)[:BATCH]))


def _note(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).select_related("account").get(pk=pk)
        if draft.status not in RELEASABLE or draft.plan_again_since or not draft.window_end or draft.window_end >= now:
            return False
        Draft.objects.filter(pk=pk).update(plan_again_since=now)
        record(
            "draft.window_over", actor=None, kind="draft", object_id=pk, account_id=draft.account_id,
            payload={"version": draft.current_version_id, "window_end": draft.window_end}, at=now,
        )  # fmt: skip
        tell(
            [draft.author_id], "draft.plan_again", kind="draft", object_id=pk,
            key=f"draft.plan_again:{pk}:{draft.current_version_id}", at=now,
        )  # fmt: skip
    return True


def replan_draft(
    draft: Draft, *, actor: User, window_start: datetime, window_end: datetime, version: int | None = None,
    at: datetime | None = None,
) -> Draft:  # fmt: skip
    """Give a draft whose window is over another one, and submit it again: the window is signed, so all sign anew.

    Raises WrongState while its window still runs, Refused naming the field, and what editing or submitting refuses.
    """
    now = at or timezone.now()
    if window_end <= now:
        raise Refused(_("This window is over already. Choose one that is still to come."), field="window_end")
    if (too_far := why_too_far(window_end, now)) is not None:
        raise Refused(too_far, field="window_end")
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        if locked.status not in RELEASABLE or locked.window_end is None or locked.window_end >= now:
            raise WrongState(_("The window of this draft still runs, or it is not signed. Edit the draft instead."))
        reopened = edit_draft(
            locked, actor=actor, version=version, window_start=window_start, window_end=window_end, at=now
        )
        return submit_draft(reopened, actor=actor, at=now)
