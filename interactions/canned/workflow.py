"""The life of a canned reply: proposed by one, approved by another, dated (R-061)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.public import Machine, Sentence, State, Transition, register_machine


def _by_somebody_else(canned: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    if canned.author_id == actor.pk:
        return _("You wrote this text yourself. Please ask a colleague to approve it.")
    return None


CANNED = register_machine(
    Machine(
        code="canned_reply",
        model="interactions.CannedReply",
        label=_("Canned reply"),
        states=(
            State("proposed", _("Proposed"), "info", "pencil"),
            State("approved", _("Approved"), "good", "check"),
            State("retired", _("Retired"), "neutral", "stop"),
        ),
        transitions=(
            Transition(
                "approve",
                _("Approve"),
                ("proposed",),
                "approved",
                "governance.handle_complaints",
                "canned_reply.approved",
                guards=(_by_somebody_else,),
                main=True,
            ),
            Transition(
                "retire",
                _("Retire"),
                ("proposed", "approved"),
                "retired",
                "governance.handle_complaints",
                "canned_reply.retired",
            ),
        ),
    )
)
