"""The life of a leave: asked ahead, decided on its request, ended or withdrawn (R-016, D-7.2.4b)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from governance.public import EVERYBODY, SYSTEM, Machine, Sentence, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.leave.models import Leave
    from accounts.people.models import User

ASKED, APPROVED, REFUSED, WITHDRAWN, LAPSED, UNAPPROVED = (
    "asked", "approved", "refused", "withdrawn", "lapsed", "unapproved",
)  # fmt: skip
# In these the person is, or will be, away.
AWAY = (APPROVED, UNAPPROVED)
# In these the days are taken: no second leave, no deputyship for somebody else.
HELD = (ASKED, APPROVED, UNAPPROVED)


def on_its_request(leave: Leave, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Decided where everything is decided, with separation of duties: on the request."""
    if context.get("request") != leave.request_id or leave.request_id is None:
        return _("A leave is decided on its request. Please open the request and decide there.")
    return None


def own_leave(leave: Leave, actor: User, context: dict[str, Any]) -> Sentence | None:
    """One's own leave."""
    if actor.pk != leave.person_id:
        return _("Only the person whose leave it is can do this.")
    return None


def not_begun(leave: Leave, actor: User, context: dict[str, Any]) -> Sentence | None:
    """What has begun cannot be undone, only ended."""
    if leave.begins_at <= context["at"]:
        return _("This leave has begun. If you are back, say so with “I am back”.")
    return None


def under_way(leave: Leave, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Coming back needs a leave that has begun and is not over."""
    if not leave.begins_at < context["at"] < leave.ends_at:
        return _("This leave is not under way. A leave that has not begun is withdrawn.")
    return None


LEAVE = register_machine(
    Machine(
        code="leave",
        model="accounts.Leave",
        label=_("Leave"),
        states=(
            State(ASKED, _("Asked for"), "progress", "hourglass"),
            State(APPROVED, _("Approved"), "good", "check"),
            State(REFUSED, _("Refused"), "bad", "x"),
            State(WITHDRAWN, _("Withdrawn"), "neutral", "undo"),
            State(LAPSED, _("Lapsed"), "warn", "clock"),
            State(UNAPPROVED, _("Absent without approval"), "bad", "alert"),
        ),
        transitions=(
            Transition(
                "approve", _("Approve"), (ASKED,), APPROVED, EVERYBODY, "leave.approved", guards=(on_its_request,),
            ),
            Transition(
                "refuse", _("Refuse"), (ASKED,), REFUSED, EVERYBODY, "leave.refused", guards=(on_its_request,),
            ),
            Transition("lapse", _("Lapse"), (ASKED,), LAPSED, SYSTEM, "leave.lapsed"),
            Transition("cancel", _("Cancel"), HELD, WITHDRAWN, SYSTEM, "leave.cancelled"),
            Transition("cut_short", _("Cut short"), (APPROVED,), APPROVED, SYSTEM, "leave.ended_early"),
            Transition(
                "withdraw", _("Withdraw"), HELD, WITHDRAWN, EVERYBODY, "leave.withdrawn",
                guards=(own_leave, not_begun),
            ),
            Transition(
                "come_back", _("I am back"), (APPROVED,), APPROVED, EVERYBODY, "leave.ended_early",
                guards=(own_leave, under_way), main=True,
            ),
            # Whoever is said to be absent can say otherwise, lest somebody else do their duties meanwhile.
            Transition(
                "end_absence", _("I am back"), (UNAPPROVED,), UNAPPROVED, EVERYBODY, "leave.ended_early",
                guards=(own_leave, under_way), main=True,
            ),
        ),
    )
)  # fmt: skip
