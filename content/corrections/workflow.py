"""The way of a correction, as a table: asked, agreed to by somebody else, carried out by the publisher (R-027)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from content.corrections.rules import PUBLISH
from governance.public import SYSTEM, Machine, State, Transition, register_machine

ASKED, AGREED, DONE, REFUSED, DROPPED = "asked", "agreed", "done", "refused", "dropped"
# While one of these holds, no other correction of the post is asked for.
OPEN = (ASKED, AGREED)

CORRECTION = register_machine(
    Machine(
        code="correction",
        model="content.Correction",
        label=_("correction"),
        states=(
            State(ASKED, _("Waits for approval"), "progress", "clock"),
            State(AGREED, _("To be corrected"), "warn", "pencil"),
            State(DONE, _("Corrected"), "good", "check"),
            State(REFUSED, _("Not approved"), "neutral", "x"),
            State(DROPPED, _("Given up"), "neutral", "undo"),
        ),
        transitions=(
            Transition("agree", _("Agree"), (ASKED,), AGREED, SYSTEM, "correction.agreed"),
            Transition("refuse", _("Refuse"), (ASKED,), REFUSED, SYSTEM, "correction.refused"),
            Transition(
                "carry_out", _("Record the corrected post"), (AGREED,), DONE, PUBLISH, "correction.done", main=True
            ),
            Transition("end", _("End with its post or account"), OPEN, DROPPED, SYSTEM, "correction.ended"),
            Transition(
                "drop", _("Give the correction up"), (AGREED,), DROPPED, PUBLISH, "correction.dropped",
                needs_note=True, danger=True,
            ),
        ),
    )
)  # fmt: skip
