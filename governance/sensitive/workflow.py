"""The life of a sensitive operation: held, agreed by a second person, done once (R-014, O-3.3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence
from governance.workflow.machine import EVERYBODY, SYSTEM, Machine, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.models import User
    from governance.sensitive.models import SensitiveOperation

HELD, AGREED, DONE, REFUSED, WITHDRAWN, LAPSED, DONE_WITHOUT = (
    "held", "agreed", "done", "refused", "withdrawn", "lapsed", "done_without",
)  # fmt: skip
OPEN = (HELD, AGREED)
HAPPENED = (DONE, DONE_WITHOUT)


def by_its_request(operation: SensitiveOperation, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Whether it may be done is said on its request alone."""
    if context.get("request") != operation.request_id:
        return _("This is decided on its request. Please open that one.")
    return None


def by_who_asked(operation: SensitiveOperation, actor: User, context: dict[str, Any]) -> Sentence | None:
    """A yes is good for the one who asked for it, and in its time."""
    if actor.pk != operation.asked_by_id:
        return _("%(name)s asked for this and carries it out. Please ask for it yourself if you are to do it.") % {
            "name": operation.asked_by
        }
    if operation.status == AGREED and not operation.is_good(context.get("at") or timezone.now()):
        return _("The time of this yes is over. Please ask again.")
    return None


def taken_back_by_who_asked(operation: SensitiveOperation, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Only who asked takes it back."""
    if actor.pk != operation.asked_by_id:
        return _("Only the person who asked can take this back. Whoever decides it can refuse it.")
    return None


SENSITIVE = register_machine(
    Machine(
        code="sensitive_operation",
        model="governance.SensitiveOperation",
        label=_("Sensitive operation"),
        states=(
            State(HELD, _("Waits for a yes"), "progress", "hourglass"),
            State(AGREED, _("Agreed, to be carried out"), "info", "unlock"),
            State(DONE, _("Done"), "good", "check"),
            State(REFUSED, _("Refused"), "neutral", "x"),
            State(WITHDRAWN, _("Withdrawn"), "neutral", "undo"),
            State(LAPSED, _("Lapsed"), "warn", "clock"),
            State(DONE_WITHOUT, _("Done without a yes"), "bad", "alert"),
        ),
        transitions=(
            Transition(
                "agree", _("Agree"), (HELD,), AGREED, EVERYBODY, "sensitive.agreed", guards=(by_its_request,),
            ),
            Transition(
                "refuse", _("Refuse"), (HELD,), REFUSED, EVERYBODY, "sensitive.refused", guards=(by_its_request,),
            ),
            Transition(
                "carry_out", _("Carry out"), (AGREED,), DONE, EVERYBODY, "sensitive.done", guards=(by_who_asked,),
                main=True,
            ),
            Transition(
                "withdraw", _("Withdraw"), OPEN, WITHDRAWN, EVERYBODY, "sensitive.withdrawn",
                guards=(taken_back_by_who_asked,),
            ),
            Transition("lapse", _("Lapse"), OPEN, LAPSED, SYSTEM, "sensitive.lapsed"),
            Transition(
                "find_done", _("Found done all the same"), (REFUSED, WITHDRAWN, LAPSED), DONE_WITHOUT,
                "accounts.manage", "sensitive.found_done", needs_note=True, danger=True,
            ),
        ),
    )
)  # fmt: skip
