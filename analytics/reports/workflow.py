"""The way of a monthly report, and of an action that came out of its advice (R-094, R-097)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from governance.public import VIEW_ACCOUNT, Machine, Sentence, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.public import User
    from analytics.reports.models import ActionItem, MonthlyReport

SEND, ACKNOWLEDGE = "governance.send_reports", "governance.acknowledge_reports"


def has_findings(report: MonthlyReport, actor: User, context: dict[str, Any]) -> Sentence | None:
    """A report says what was found (D-5.2.2, K-3.4)."""
    return None if report.findings.strip() else _("The findings are empty. Write what the figures show first.")


def has_advice(report: MonthlyReport, actor: User, context: dict[str, Any]) -> Sentence | None:
    """A report gives advice (D-5.2.2, D-6.3.3)."""
    return None if report.advice.strip() else _("The advice is empty. Write what should be done first.")


def has_figures(report: MonthlyReport, actor: User, context: dict[str, Any]) -> Sentence | None:
    """The frozen figures hold something; only looked at while it is being sent."""
    if "paper" not in context or context["paper"]["totals"]:
        return None
    return _("There are no figures for this month. Import the platform's export first.")


def uses_methods(report: MonthlyReport, actor: User, context: dict[str, Any]) -> Sentence | None:
    """It states as many methods as the rule book asks for, each of them computed from these figures (R-090)."""
    if "paper" not in context:
        return None
    computed = [code for code in report.methods if context["paper"]["methods"].get(code)]
    # A first month has nothing to compare with: never ask for more than its figures allow.
    possible = sum(1 for found in context["paper"]["methods"].values() if found)
    if len(computed) < min(context["least_methods"], possible):
        return _("The report uses too few methods that its figures allow. Choose another method of analysis.")
    return None


def not_the_sender(report: MonthlyReport, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Acknowledging one's own report proves nothing."""
    if actor.pk in (report.sent_by_id, report.author_id):
        return _("This is your own report. A reader has to acknowledge it.")
    return None


def not_yet_acknowledged(report: MonthlyReport, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Once per reader."""
    if report.acknowledgements.filter(reader=actor).exists():
        return _("You acknowledged this report already.")
    return None


def own_action(action: ActionItem, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Its owner finishes an action, or who gave it."""
    if actor.pk in (action.owner_id, action.created_by_id):
        return None
    return _("Only the owner of this action, or who gave it, can close it.")


REPORT = register_machine(
    Machine(
        code="monthly_report",
        model="analytics.MonthlyReport",
        label=_("monthly report"),
        states=(
            State("draft", _("Being written"), "neutral", "pencil"),
            State("sent", _("Sent, not acknowledged"), "progress", "send"),
            State("acknowledged", _("Acknowledged"), "good", "check"),
            State("replaced", _("Replaced"), "neutral", "history"),
        ),
        transitions=(
            Transition(
                "send",
                _("Send"),
                ("draft",),
                "sent",
                SEND,
                guards=(has_findings, has_advice, has_figures, uses_methods),
                event="report.sent",
                main=True,
            ),
            Transition(
                "acknowledge",
                _("Acknowledge"),
                ("sent", "acknowledged"),
                "acknowledged",
                ACKNOWLEDGE,
                guards=(not_the_sender, not_yet_acknowledged),
                event="report.acknowledged",
                main=True,
            ),
            Transition(
                "replace",
                _("Write a corrected report"),
                ("sent", "acknowledged"),
                "replaced",
                SEND,
                needs_note=True,
                event="report.replaced",
            ),
        ),
    )
)

ACTION = register_machine(
    Machine(
        code="report_action",
        model="analytics.ActionItem",
        label=_("action"),
        states=(
            State("open", _("Still open"), "progress", "clock"),
            State("done", _("Done"), "good", "check"),
            State("dropped", _("Dropped"), "bad", "x"),
        ),
        transitions=(
            Transition(
                "finish",
                _("Done"),
                ("open",),
                "done",
                VIEW_ACCOUNT,
                needs_note=True,
                guards=(own_action,),
                event="action.done",
                main=True,
            ),
            Transition(
                "drop",
                _("Drop"),
                ("open",),
                "dropped",
                SEND,
                needs_note=True,
                event="action.dropped",
                danger=True,
            ),
        ),
    )
)
