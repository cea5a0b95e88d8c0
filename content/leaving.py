"""What of content passes on when somebody leaves: drafts that are not out yet, and plan items (R-019, R-030)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.public import Handing, Holding, HoldingKind, User, register_holding
from content.drafts.ending import open_ones
from content.drafts.models import Draft
from content.drafts.urgency import agreed_to_urgency
from content.drafts.workflow import EDITABLE
from content.plans.models import PlanItem
from content.review.models import ReviewSlot
from governance.public import WrongState, holder_ids, record

WRITE = "accounts.draft"
# A plan item that is approved keeps its author: the approval was of somebody else's work.
UNDECIDED = ("draft", "submitted")


def _drafts(person: User, at: datetime) -> list[Holding]:
    rows = Draft.objects.filter(author=person, status__in=EDITABLE).order_by("pk")
    return [Holding("draft", row.pk, row.title, row.account_id) for row in rows.defer("body")]


def _writers(holding: Holding) -> Collection[int]:
    """Who may write on every open account of the draft, and neither signed nor agreed to its urgent reason.

    Nobody signs their own, and nobody's own is urgent by their yes, the first of two either (R-019).
    """
    draft = Draft.objects.get(pk=holding.object_id)
    signed = ReviewSlot.objects.filter(draft=draft, voided_at=None).exclude(signer=None)
    barred = {*signed.values_list("signer_id", flat=True), draft.first_signer_id, draft.final_signer_id}
    barred |= agreed_to_urgency(draft)
    places = open_ones([draft.account, *draft.targets.all()])
    able = set.intersection(*(set(holder_ids(WRITE, place.pk)) for place in places))
    return sorted(able - barred)


def _hand_draft(handing: Handing) -> User | None:
    """Another author; who wrote in it before stays barred from signing it."""
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=handing.holding.object_id)
    # Asked again under the lock that signing takes as well: meanwhile the successor may have signed.
    if handing.successor.pk not in _writers(handing.holding):
        words = _(
            "%(person)s signed “%(draft)s” meanwhile, agreed to it as urgent, or may not write it any more. Choose "
            "somebody else for it."
        )
        raise WrongState(words % {"person": handing.successor, "draft": draft.title})
    draft.author = handing.successor
    draft.editors = list(dict.fromkeys([*draft.editors, handing.person.pk, handing.successor.pk]))
    draft.lock_version += 1
    draft.save(update_fields=["author", "editors", "lock_version"])
    _note("draft.handed_on", handing)
    return handing.successor


def _plans(person: User, at: datetime) -> list[Holding]:
    """Those in which they are the author and nothing is decided, and scripts of posts that are not out yet."""
    written = PlanItem.objects.filter(author=person, status__in=UNDECIDED)
    scripts = PlanItem.objects.filter(script_owner=person, status__in=(*UNDECIDED, "approved"))
    scripts = scripts.exclude(drafts__status__in=["published", "withdrawn"])
    ids = {*written.values_list("pk", flat=True), *scripts.values_list("pk", flat=True)}
    rows = PlanItem.objects.filter(pk__in=ids).order_by("pk")
    return [Holding("plan", row.pk, row.title, row.account_id) for row in rows]


def _planners(holding: Holding) -> Collection[int]:
    return holder_ids(WRITE, holding.account_id)


def _hand_plan(handing: Handing) -> User | None:
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    item = PlanItem.objects.select_for_update(of=("self",)).get(pk=handing.holding.object_id)
    if item.author_id == handing.person.pk and item.status in UNDECIDED:
        item.author = handing.successor
        item.editors = list(dict.fromkeys([*item.editors, handing.person.pk]))
    if item.script_owner_id == handing.person.pk:
        item.script_owner = handing.successor
    item.lock_version += 1
    item.save(update_fields=["author", "editors", "script_owner", "lock_version"])
    _note("plan.handed_on", handing)
    return handing.successor


def _note(event: str, handing: Handing) -> None:
    holding, successor = handing.holding, handing.successor
    record(
        event, actor=handing.actor, kind=holding.record, object_id=holding.object_id, account_id=holding.account_id,
        payload={"from": handing.person.pk, "to": successor.pk if successor else None}, at=handing.at,
    )  # fmt: skip


DRAFTS = register_holding(
    HoldingKind("draft", gettext_lazy("Drafts that are not published"), _drafts, _hand_draft, takers=_writers)
)
PLANS = register_holding(
    HoldingKind("plan", gettext_lazy("Plan items and scripts"), _plans, _hand_plan, takers=_planners)
)
