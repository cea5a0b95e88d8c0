"""Drafts for several accounts, one of which is closed or taken out: where all the others are recorded, it is out.

R-003, R-040. Nobody has a right on a closed account any more, so nothing of a draft may wait for one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

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
# No signature stands that a closed account would have to stay in the draft for.
UNSIGNED = ("draft", *IN_REVIEW)


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
    """Let no draft wait for a closed account; how many drafts changed with it.

    What is out everywhere else is published. What is being written goes there no more; what is under review returns to
    its author, who is told, because nobody could sign for that account. What was approved stays as it was signed,
    under another lead; the next edit takes the account out.
    """
    targets = DraftTarget.objects.filter(account=closing.account).values("draft_id")
    rows = Draft.objects.select_for_update(of=("self",)).filter(status__in=EDITABLE, pk__in=targets).order_by("pk")
    return sum(_leave(draft, closing.account, closing.at) for draft in rows)


def leave_left_over(now: datetime) -> dict[str, int]:
    """The same for drafts that still wait for an account closed before this was done with it; may run twice."""
    waiting = Draft.objects.filter(status__in=UNSIGNED, targets__status=CLOSED)
    elsewhere = DraftTarget.objects.filter(draft=OuterRef("pk")).exclude(account__status=CLOSED)
    found = waiting.filter(Q(status__in=IN_REVIEW) | Exists(elsewhere)).order_by("pk").values_list("pk", flat=True)
    count = 0
    for pk in found.distinct():
        with transaction.atomic():
            draft = Draft.objects.select_for_update(of=("self",)).get(pk=pk)
            closed = draft.targets.filter(status=CLOSED).order_by("pk").first()
            if closed is not None and draft.status in UNSIGNED:
                count += _leave(draft, closed, now)
    return {"left": count}


def _leave(draft: Draft, account: PlatformAccount, at: datetime) -> bool:
    """What a draft does about its account that is closed; whether anything. The caller holds its lock."""
    accounts = list(draft.targets.order_by("pk"))
    if is_done(draft, accounts):
        complete(draft, at)
        _tell_author(draft, "draft.completed", account, f"{draft.pk}", at)
        return True
    left = open_ones(accounts)
    gone = [row.pk for row in accounts if row not in left]
    leads = draft.account_id in gone
    if leads:
        _lead_by(draft, left[0], at)
    if draft.status not in UNSIGNED:
        return leads
    draft.target_rows.filter(account_id__in=gone).delete()
    if draft.status in IN_REVIEW:
        _give_back(draft, account, "draft.given_back" if gone else "draft.nowhere_to_go", at)
        return True
    if gone:
        draft.lock_version += 1
        draft.save(update_fields=["lock_version"])
        record("draft.account_out", actor=None, kind="draft", object_id=draft.pk, account_id=draft.account_id,
               payload={"accounts": gone}, at=at)  # fmt: skip
    return bool(gone)


def _give_back(draft: Draft, account: PlatformAccount, template: str, at: datetime) -> None:
    changes = void_signatures(draft, at)
    move(draft, "give_back", actor=None, at=at, changes=changes, payload={"account": account.pk}, held=True)
    _tell_author(draft, template, account, f"{draft.current_version_id}:{account.pk}", at)


def _tell_author(draft: Draft, template: str, account: PlatformAccount, cause: str, at: datetime) -> None:
    tell([draft.author_id], template, kind="draft", object_id=draft.pk, params={"account": str(account)},
         key=f"{template}:{cause}", at=at)  # fmt: skip


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
