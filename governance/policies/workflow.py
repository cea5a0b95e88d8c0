"""The life of a change to a rule book: proposed by one, approved by another, superseded by the next (R-126)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence
from governance.workflow.machine import Machine, State, Transition, register_machine

MANAGE = "governance.manage_policies"
APPROVED = ("current", "retired")


def by_somebody_else(version: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    """Four eyes: who proposes a change does not approve it."""
    if version.proposed_by_id == actor.pk:
        return _("You proposed this change. Please ask a colleague who manages the rule books to decide it.")
    return None


def not_dated_back(version: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    """A change takes effect today or later; what is past stays as it was."""
    today = context.get("today")
    if today is not None and version.effective_from < today:
        return _("The date from which this change holds is past. Please withdraw it and propose it with a later date.")
    return None


def too_early(latest: date) -> str:
    """Why no change can begin before the newest one that is approved: it carries that one's values already."""
    return gettext("A change from %(day)s is approved already. Please choose that day or a later one.") % {
        "day": formats.date_format(latest, "SHORT_DATE_FORMAT")
    }


def not_before_another(version: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    """Versions follow one another: none is put in before one that is approved for later."""
    latest = context.get("latest")
    if latest is not None and version.effective_from < latest:
        return too_early(latest)
    return None


def by_the_proposer(version: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    """Only who proposed may withdraw; the others reject."""
    if version.proposed_by_id != actor.pk:
        return _("Only the person who proposed this change may withdraw it. You may reject it with a reason.")
    return None


VERSION_MACHINE = register_machine(
    Machine(
        code="policy_version",
        model="governance.PolicyVersion",
        label=_("Change of a rule book"),
        states=(
            State("draft", _("Proposed"), "progress", "hourglass"),
            State("current", _("Approved"), "good", "check"),
            State("retired", _("Superseded"), "neutral", "archive"),
            State("rejected", _("Not accepted"), "bad", "x"),
        ),
        transitions=(
            Transition(
                "approve", _("Approve the change"), ("draft",), "current", MANAGE, "policy.approved",
                guards=(by_somebody_else, not_dated_back, not_before_another), main=True,
            ),
            Transition(
                "reject", _("Reject the change"), ("draft",), "rejected", MANAGE, "policy.rejected",
                needs_note=True, guards=(by_somebody_else,), danger=True,
            ),
            Transition(
                "withdraw", _("Withdraw the change"), ("draft",), "rejected", MANAGE, "policy.withdrawn",
                guards=(by_the_proposer,),
            ),
        ),
    )
)  # fmt: skip
