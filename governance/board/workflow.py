"""The lives of a finding and of an accepted risk (R-109, chapter 8)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence
from governance.workflow.machine import Machine, State, Transition, register_machine

VIEW = "governance.view_board"
OPEN = ("open", "answered")


def by_its_owner(finding: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    """The owner answers for the finding."""
    if finding.owner_id not in (None, actor.pk):
        return _("Only the owner of this finding may say what was done. Please ask %(owner)s.") % {
            "owner": finding.owner
        }
    return None


def by_a_second_person(acceptance: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    """Who asks that a risk be accepted does not accept it."""
    if acceptance.requested_by_id == actor.pk:
        return _("You asked for this yourself. Please let another executive decide.")
    return None


FINDING_MACHINE = register_machine(
    Machine(
        code="finding",
        model="governance.Finding",
        label=_("Finding"),
        states=(
            State("open", _("open"), "bad", "flag"),
            State("answered", _("measure taken"), "progress", "hourglass"),
            State("closed", _("closed"), "good", "check"),
        ),
        transitions=(
            Transition(
                "answer", _("Say what was done"), ("open", "answered"), "answered", VIEW, "finding.answered",
                needs_note=True, guards=(by_its_owner,), main=True,
            ),
        ),
    )
)  # fmt: skip

ACCEPTANCE_MACHINE = register_machine(
    Machine(
        code="acceptance",
        model="governance.Acceptance",
        label=_("Accepted risk"),
        states=(
            State("asked", _("waits for a decision"), "progress", "hourglass"),
            State("accepted", _("accepted"), "info", "sign"),
            State("refused", _("refused"), "bad", "x"),
        ),
        transitions=(
            Transition(
                "accept", _("Accept the risk"), ("asked",), "accepted", "governance.sign_executive",
                "acceptance.accepted", guards=(by_a_second_person,), main=True,
            ),
            Transition(
                "refuse", _("Refuse"), ("asked",), "refused", "governance.sign_executive", "acceptance.refused",
                needs_note=True, guards=(by_a_second_person,), danger=True,
            ),
        ),
    )
)  # fmt: skip
