"""The urgent path: an urgent reason in place of a plan item, agreed to by two people (R-019).

It spares the plan, never a signature: the review stays whole, and after release somebody else looks at everything
once more (content.review.late).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.drafts.models import Draft
from governance.public import (
    ApprovalKind,
    ApprovalRequest,
    Limit,
    NotAllowed,
    Refused,
    Responsible,
    Sentence,
    WrongState,
    ask_approval,
    can,
    decide_approval,
    has_visible_text,
    lapse_request,
    record,
    register_approval_kind,
    require_version,
)

if TYPE_CHECKING:
    from accounts.public import User

URGENT = "urgent_post"
PEOPLE = 2
# A request in one of these states holds nothing but yeses: one no refuses it.
STANDING = ("waiting", "agreed")


def agreed_to_urgency(draft: Draft) -> frozenset[int]:
    """Who said yes to an urgent reason of this draft, the first yes of two too: none of them writes in it (R-019)."""
    requests = ApprovalRequest.objects.of_target(URGENT, "draft", draft.pk).filter(status__in=STANDING)
    people = {*requests.values_list("decisions__by", flat=True), draft.urgent_approved_by_id}
    return frozenset(person for person in people if person is not None)


def why_not_write(draft: Draft, actor: User) -> Sentence | None:
    """Why this person may not write in a draft whose urgent reason somebody agreed to, or None."""
    if not draft.urgent_reason or actor.pk not in agreed_to_urgency(draft):
        return None
    return _("You agreed to the urgent reason of this draft, so somebody else must write in it.")


def waiting_request(draft: Draft) -> ApprovalRequest | None:
    """What waits for this draft's reason as it stands now."""
    rows = ApprovalRequest.objects.of_target(URGENT, "draft", draft.pk).waiting()
    return rows.filter(reason=draft.urgent_reason.strip()).first()


def why_no_urgency(draft: Draft, actor: User) -> Sentence | None:
    """Why this person may not say yes to the urgent reason of a draft, or None (R-019)."""
    if draft.wrote(actor.pk):
        return _("You wrote this draft, so somebody else must approve its urgent reason.")
    if draft.author.superior_id != actor.pk and not can(actor, "governance.approve_plans", draft):
        return _("Only the author's superior or a plan approver can approve an urgent reason.")
    return None


def ask_urgency(draft: Draft, *, actor: User, at: datetime | None = None) -> ApprovalRequest:
    """Ask two people for a yes to the urgent reason; what was asked for an older reason lapses.

    So does a request that somebody agreed to who writes in the draft by now.
    """
    now = at or timezone.now()
    with transaction.atomic():
        known = Draft.objects.select_related("account").get(pk=draft.pk)
        if not known.wrote(actor.pk) or not can(actor, "accounts.draft", known):
            raise NotAllowed(_("Whoever writes this draft asks for the urgent path."))
        if known.status != "draft" or not known.urgent_reason or known.urgent_approved_by_id:
            raise WrongState(_("There is no urgent reason to approve here. Load the page again."))
        for older in ApprovalRequest.objects.of_target(URGENT, "draft", known.pk).waiting():
            writer_agreed = older.decisions.filter(by__in={known.author_id, *known.editors}).exists()
            if writer_agreed or older.reason != known.urgent_reason.strip():
                lapse_request(older, at=now)
        return ask_approval(
            URGENT, actor=actor, account=known.account, target=known, reason=known.urgent_reason, title=known.title,
            at=now,
        )  # fmt: skip


def approve_urgency(
    draft: Draft, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> Draft:
    """Say yes to an urgent reason: the author's superior or a plan approver; the second yes opens the path (R-019).

    `version` is the `lock_version` of the page on which the reason was read; another one refuses.
    """
    now = at or timezone.now()
    with transaction.atomic():
        known = Draft.objects.select_related("author").get(pk=draft.pk)
        require_version(known, version)
        if known.status != "draft" or not known.urgent_reason:
            raise WrongState(_("There is no urgent reason to approve here. Load the page again."))
        if (reason := why_no_urgency(known, actor)) is not None:
            raise NotAllowed(reason)
        if not has_visible_text(note):
            raise Refused(_("Please say why; the reason is kept with the record."), field="note")
        request = waiting_request(known)
        if request is None:
            raise WrongState(_("Nobody asked for the urgent path yet. Its author asks on the page of the draft."))
        decide_approval(request, actor=actor, agree=True, note=note, at=now)
    return Draft.objects.get(pk=draft.pk)


def _open_path(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """Two people said yes: the reason that they read stands in place of a plan item."""
    locked = Draft.objects.select_for_update().get(pk=request.target_id or 0)
    if locked.status != "draft" or locked.urgent_reason.strip() != request.reason:
        raise WrongState(_("The urgent reason was changed since it was asked. Its author asks anew."))
    if actor is None or locked.wrote(actor.pk):
        raise NotAllowed(_("You wrote this draft, so somebody else must approve its urgent reason."))
    if any(locked.wrote(person) for person in agreed_to_urgency(locked)):
        raise NotAllowed(
            _("Whoever agreed first writes in this draft by now. Its author asks for the urgent path anew.")
        )
    locked.urgent_approved_by, locked.urgent_approved_at = actor, at
    locked.lock_version += 1
    locked.save(update_fields=["urgent_approved_by", "urgent_approved_at", "lock_version"])
    record(
        "draft.urgency_approved", actor=actor, kind="draft", object_id=locked.pk, account_id=locked.account_id,
        payload={"request": request.pk}, at=at,
    )  # fmt: skip


register_approval_kind(
    ApprovalKind(
        URGENT,
        label=gettext_lazy("Urgent post"),
        deciders=(Responsible("superior"), Responsible("right", "governance.approve_plans")),
        people=PEOPLE,
        decide_within=Limit(2, "working_hours"),
        lapses_after=Limit(1, "working_days"),
        scope="account",
        gains="",
        from_page=False,
        help=gettext_lazy(
            "A post without a plan item, because something happened. Two people agree; the review stays whole, and "
            "after release somebody else reviews everything once more."
        ),
        on_agreed=_open_path,
    )
)
