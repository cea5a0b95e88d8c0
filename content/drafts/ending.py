"""Drafts for several accounts, one of which is closed or taken out: where all the others are recorded, it is out.

R-003, R-040. Nobody has a right on a closed account any more, so nothing of a draft may wait for one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from content.connectors.stopping import stop_orders
from content.drafts.models import Draft, DraftTarget
from content.drafts.sealing import text_of
from content.drafts.workflow import EDITABLE, IN_REVIEW
from content.review.models import ReviewSlot
from content.review.voiding import void_signatures
from governance.public import cancel_deadline, index_text, move, record, tell

if TYPE_CHECKING:
    from accounts.public import Closing, PlatformAccount

CLOSED = "closed"


def open_ones(accounts: Iterable[PlatformAccount]) -> list[PlatformAccount]:
    """Those that are not closed; all where none is left."""
    rows = list(accounts)
    return [row for row in rows if row.status != CLOSED] or rows


def is_out(accounts: Collection[PlatformAccount], recorded: Collection[int]) -> bool:
    """Whether each of these accounts carries its post, or is closed; one post at least there must be."""
    return any(row.pk in recorded for row in accounts) and all(
        row.pk in recorded or row.status == CLOSED for row in accounts
    )


def is_done(draft: Draft, accounts: Collection[PlatformAccount]) -> bool:
    """Whether a post of the draft stands and nothing of it is left to publish on these accounts."""
    posts = list(draft.publications.order_by().values_list("account_id", "withdrawn_at"))
    return any(withdrawn is None for _pk, withdrawn in posts) and is_out(accounts, {pk for pk, _withdrawn in posts})


def complete(draft: Draft, at: datetime) -> Draft:
    """The draft is published: nothing of it is left to go out. The caller holds its lock.

    It shows the version that stands on the platforms, with those who signed that.
    """
    posts = draft.publications.filter(withdrawn_at=None).order_by("-published_at", "-pk")
    post = posts.select_related("version")[0]
    changes: dict[str, Any] = {}
    if draft.status in IN_REVIEW:
        void_signatures(draft, at)
    if draft.status in IN_REVIEW or draft.approved_at is None or draft.current_version_id != post.version_id:
        changes |= _as_signed(post.version_id)
    stop_orders(drafts=[draft.pk], at=at)
    cancel_deadline("draft", draft.pk, at=at)
    changes |= {"published_at": post.published_at, "shown_at": post.published_at, "updated_at": at}
    return move(draft, "complete", actor=None, at=at, changes=changes, held=True)


def _as_signed(version_id: int) -> dict[str, Any]:
    slots = list(ReviewSlot.objects.filter(version_id=version_id, signer__isnull=False).order_by("position"))
    lead = {row.stage: row.signer_id for row in reversed(slots)}
    return {
        "current_version_id": version_id, "first_signer_id": lead.get("first"), "final_signer_id": lead.get("final"),
        "slots_signed": len(slots), "slots_total": len(slots),
        "approved_at": max((row.decided_at for row in slots if row.decided_at), default=None),
    }  # fmt: skip


def leave_account(closing: Closing) -> int:
    """Let no draft wait for a closed account: what is out elsewhere is published, the rest has another lead; how many.

    Its signatures stand, and so does what it was signed for; the next edit takes the account out.
    """
    targets = DraftTarget.objects.filter(account=closing.account).values("draft_id")
    rows = Draft.objects.select_for_update(of=("self",)).filter(status__in=EDITABLE, pk__in=targets).order_by("pk")
    moved = 0
    for draft in rows:
        accounts = list(draft.targets.order_by("pk"))
        if is_done(draft, accounts):
            complete(draft, closing.at)
            tell([draft.author_id], "draft.completed", kind="draft", object_id=draft.pk, at=closing.at,
                 params={"account": str(closing.account)}, key=f"draft.completed:{draft.pk}")  # fmt: skip
        elif draft.account_id == closing.account.pk and open_ones(accounts) != accounts:
            _lead_by(draft, open_ones(accounts)[0], closing.at)
        else:
            continue
        moved += 1
    return moved


def _lead_by(draft: Draft, account: PlatformAccount, at: datetime) -> None:
    draft.account = account
    draft.lock_version += 1
    draft.save(update_fields=["account", "lock_version"])
    index_text("draft", draft.pk, account.pk, text_of(draft.title, draft.body, draft.hashtags))
    record("draft.lead_changed", actor=None, kind="draft", object_id=draft.pk, account_id=account.pk, at=at)


def complete_left_over(now: datetime) -> dict[str, int]:
    """Drafts that an earlier edit or closing left approved with nothing to publish; may run twice."""
    count = 0
    recorded = Draft.objects.filter(status="approved", publications__withdrawn_at=None, publications__isnull=False)
    for pk in recorded.order_by("pk").values_list("pk", flat=True).distinct():
        with transaction.atomic():
            draft = Draft.objects.select_for_update(of=("self",)).get(pk=pk)
            if draft.status == "approved" and is_done(draft, list(draft.targets.all())):
                complete(draft, now)
                count += 1
    return {"completed": count}
