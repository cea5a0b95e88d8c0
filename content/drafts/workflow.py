"""The way of one draft, as a table: two reviews, then released by the publisher (R-030, R-031, R-033, R-040)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.drafts.rules import OUTSIDE
from content.drafts.tags import tags_wanted
from content.timeliness.rules import TIMELY_TYPES
from governance.public import SYSTEM, VIEW_ACCOUNT, Machine, State, Transition, has_visible_text, register_machine

if TYPE_CHECKING:
    from accounts.public import User
    from content.drafts.models import Draft

IN_REVIEW = ("first_review", "final_review")
SIGNED = ("approved", "scheduled", "published", "withdrawn")
EDITABLE = ("draft", *IN_REVIEW, "approved", "scheduled")


def reason_to_exist(draft: Draft, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """An approved plan item, or an urgent reason that somebody else approved (R-019)."""
    if draft.urgent_reason:
        if draft.urgent_approved_by_id:
            return None
        return _("The urgent reason is not approved yet. Ask your superior or a plan approver to approve it.")
    if draft.plan_item is None:
        return _("This draft hangs on no plan item. Choose an approved one, or give an urgent reason.")
    if draft.plan_item.account_id not in {account.pk for account in draft.targets.all()}:
        return _("The plan item of this draft is for another account. Choose one for an account of the draft.")
    if draft.plan_item.status != "approved":
        return _("The plan item of this draft is not approved yet. Ask for its approval first.")
    return None


def text_present(draft: Draft, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """A reviewer can only sign something that is there."""
    if not has_visible_text(draft.title):
        return _("The title is empty. Write one first.")
    if not has_visible_text(draft.body) and draft.medium == "text":
        return _("The text is empty. Write it first.")
    return None


def window_present(draft: Draft, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """The signatures cover a time window, so there must be one."""
    if draft.window_start is None or draft.window_end is None:
        return _("The time window is empty. Say from when to when this may be published.")
    return None


def hashtag_or_reason(draft: Draft, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """As many fitting tags as the rule books ask for, or a reason (R-041, K-4.2.3b)."""
    if draft.no_hashtag_reason or len(draft.hashtags) >= tags_wanted(draft.account):
        return None
    if draft.hashtags:
        return _("There are fewer hashtags than the rule books ask for. Add one that fits, or say why none does.")
    return _("There is no hashtag. Add one that fits, or say why none does.")


def originality_stated(draft: Draft, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """The author answers for whose work it is, and lists what is not (R-029, M-4.2.1, O-4.2.4)."""
    if not draft.originality:
        return _("Nobody said yet whose work this is. Say that it is your own, or what is from outside.")
    if draft.originality == OUTSIDE and not has_visible_text(draft.outside_material):
        return _("Material from outside is not listed. Write what it is and where it comes from.")
    return None


def event_of_news(draft: Draft, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """What is tied to the moment carries the time of its event (R-048, K-5.2.2, M-1.3.4)."""
    if draft.event_at is not None or draft.content_type not in TIMELY_TYPES:
        return None
    return _("News and hot topics carry the time of their event. Say when it happened.")


class Condition(NamedTuple):
    """What a draft must have before it is submitted, and the field of its form in which that is mended."""

    guard: Callable[[Draft, User, dict[str, Any]], Promise | str | None]
    field: str


TO_SUBMIT = (
    Condition(text_present, "body"),
    Condition(reason_to_exist, "plan_item"),
    Condition(window_present, "window_start"),
    Condition(hashtag_or_reason, "hashtags"),
    Condition(originality_stated, "originality"),
    Condition(event_of_news, "event_at"),
)


def nothing_stands(draft: Draft, actor: User, context: dict[str, Any]) -> Promise | str | None:
    """What stands on a platform keeps its draft on record (R-040)."""
    if draft.publications.filter(withdrawn_at=None).exists():
        return _("A post of this draft stands on a platform, so the draft stays. Withdraw the post first.")
    return None


DRAFT = register_machine(
    Machine(
        code="draft",
        model="content.Draft",
        label=_("draft"),
        states=(
            State("draft", _("Being written"), "neutral", "pencil"),
            State("first_review", _("First review"), "progress", "eye"),
            State("final_review", _("Final review"), "progress", "eye"),
            State("approved", _("Approved"), "good", "check"),
            State("scheduled", _("Scheduled"), "info", "calendar"),
            State("published", _("Published"), "good", "send"),
            State("withdrawn", _("Withdrawn"), "bad", "undo"),
            State("discarded", _("Discarded"), "neutral", "trash"),
        ),
        transitions=(
            Transition(
                "submit",
                _("Submit for review"),
                ("draft",),
                "first_review",
                "accounts.draft",
                guards=tuple(row.guard for row in TO_SUBMIT),
                event="draft.submitted",
                main=True,
            ),
            Transition(
                "pass_first",
                _("Pass the first review"),
                ("first_review",),
                "final_review",
                VIEW_ACCOUNT,
                event="draft.passed_first",
            ),
            Transition(
                "pass_final",
                _("Approve"),
                ("final_review",),
                "approved",
                VIEW_ACCOUNT,
                event="draft.approved",
            ),
            Transition(
                "request_changes",
                _("Request changes"),
                IN_REVIEW,
                "draft",
                VIEW_ACCOUNT,
                needs_note=True,
                event="draft.changes_requested",
            ),
            Transition(
                "take_back",
                _("Take back"),
                IN_REVIEW,
                "draft",
                "accounts.draft",
                event="draft.taken_back",
            ),
            Transition(
                "reopen",
                _("Edit again"),
                (*IN_REVIEW, "approved", "scheduled"),
                "draft",
                "accounts.draft",
                event="draft.edited",
            ),
            Transition(
                "give_back",
                _("Give back without a closed account"),
                IN_REVIEW,
                "draft",
                SYSTEM,
                event="draft.given_back",
            ),
            Transition(
                "schedule",
                _("Schedule"),
                ("approved", "scheduled"),
                "scheduled",
                "accounts.publish",
                event="draft.scheduled",
                main=True,
            ),
            Transition(
                "unschedule",
                _("Take out of the schedule"),
                ("scheduled",),
                "approved",
                "accounts.withdraw",
                needs_note=True,
                event="draft.unscheduled",
            ),
            Transition(
                "stop",
                _("Stop with its account"),
                ("scheduled",),
                "approved",
                SYSTEM,
                event="draft.stopped",
            ),
            Transition(
                "publish",
                _("Record the publication"),
                ("approved", "scheduled"),
                "published",
                "accounts.publish",
                event="draft.published",
            ),
            Transition(
                "complete",
                _("Published wherever it still goes"),
                EDITABLE,
                "published",
                SYSTEM,
                event="draft.completed",
            ),
            Transition(
                "withdraw",
                _("Withdraw"),
                ("published",),
                "withdrawn",
                "accounts.withdraw",
                needs_note=True,
                event="draft.withdrawn",
                danger=True,
            ),
            Transition(
                "discard",
                _("Discard"),
                ("draft",),
                "discarded",
                "accounts.draft",
                needs_note=True,
                guards=(nothing_stands,),
                event="draft.discarded",
                danger=True,
            ),
        ),
    )
)
