"""The life of a campaign, as a table: written, approved, announced, running, over, closed (R-050 to R-057)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.campaigns.lacking import (
    lacking_approver,
    lacking_checks,
    lacking_elements,
    lacking_report,
    lacking_results,
    lacking_terms,
    may_run,
    open_draws,
)
from content.campaigns.rules import SEE, WRITE
from governance.public import Machine, Sentence, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.public import User
    from content.campaigns.models import Campaign

DRAFT, SUBMITTED, APPROVED, ANNOUNCED, RUNNING, OVER, CLOSED, DROPPED = (
    "draft", "submitted", "approved", "announced", "running", "over", "closed", "dropped",
)  # fmt: skip
EDITABLE = (DRAFT, SUBMITTED, APPROVED)
# Their plan was approved; theirs has begun.
DECIDED = (APPROVED, ANNOUNCED, RUNNING, OVER, CLOSED)
BEGUN = (RUNNING, OVER, CLOSED)
Context = dict[str, Any]


def _first(sentences: list[Sentence]) -> Sentence | None:
    return sentences[0] if sentences else None


def plan_is_whole(campaign: Campaign, actor: User, context: Context) -> Sentence | None:
    """Every element of list 3.7, and for prizes what the law has published beforehand (C-02)."""
    return _first(lacking_elements(campaign) + lacking_terms(campaign))


def approver_decides(campaign: Campaign, actor: User, context: Context) -> Sentence | None:
    """Whom the rule book names, never the author (R-051)."""
    return lacking_approver(campaign, actor, context.get("at"))


def checks_are_passed(campaign: Campaign, actor: User, context: Context) -> Sentence | None:
    """The four checks were made by others than the author, and passed (R-052)."""
    return _first(lacking_checks(campaign))


def runs_it(campaign: Campaign, actor: User, context: Context) -> Sentence | None:
    """The owner or the author, or who manages the account."""
    if may_run(campaign, actor):
        return None
    return _("The owner of the campaign, or who manages the account, takes this step.")


def prizes_are_announced(campaign: Campaign, actor: User, context: Context) -> Sentence | None:
    """What can be won is published before the start (C-02)."""
    if campaign.has_draws and campaign.status != ANNOUNCED:
        return _("The rules of a prize draw are published before the start. Link the announcement first (C-02).")
    return None


def its_time_has_come(campaign: Campaign, actor: User, context: Context) -> Sentence | None:
    """Nobody begins before the time that participants were told."""
    at = context.get("at")
    if at is not None and campaign.starts_at is not None and at < campaign.starts_at:
        return _("The campaign does not begin before its time. Press this when it has come.")
    return None


def its_time_is_over(campaign: Campaign, actor: User, context: Context) -> Sentence | None:
    """Nobody ends before the time that participants were told."""
    at = context.get("at")
    if at is not None and campaign.ends_at is not None and at < campaign.ends_at:
        return _("The campaign runs until the time that participants were told.")
    return None


def results_and_report(campaign: Campaign, actor: User, context: Context) -> Sentence | None:
    """Data, report, and every draw done (R-055, R-056, R-057)."""
    return _first(lacking_results(campaign) + lacking_report(campaign) + open_draws(campaign))


def no_list_is_frozen(campaign: Campaign, actor: User, context: Context) -> Sentence | None:
    """Who took part in a draw has a right to it."""
    if campaign.draws.exclude(status__in=["planned", "void"]).exists():
        return _("Participants are on the frozen list of a draw. Hold the draw, or void it with its reason first.")
    return None


CAMPAIGN = register_machine(
    Machine(
        code="campaign",
        model="content.Campaign",
        label=_("campaign"),
        states=(
            State(DRAFT, _("Being written"), "neutral", "pencil"),
            State(SUBMITTED, _("Waiting for approval"), "progress", "clock"),
            State(APPROVED, _("Approved"), "good", "check"),
            State(ANNOUNCED, _("Announced"), "info", "megaphone"),
            State(RUNNING, pgettext_lazy("campaign", "Running"), "progress", "hourglass"),
            State(OVER, _("Over, report due"), "warn", "clock"),
            State(CLOSED, _("Closed with its report"), "good", "check"),
            State(DROPPED, _("Dropped"), "bad", "x"),
        ),
        transitions=(
            Transition(
                "submit", _("Submit for approval"), (DRAFT,), SUBMITTED, WRITE, "campaign.submitted",
                guards=(plan_is_whole,), main=True,
            ),
            Transition(
                "approve", _("Approve"), (SUBMITTED,), APPROVED, SEE, "campaign.approved",
                guards=(approver_decides, plan_is_whole, checks_are_passed), main=True,
            ),
            Transition(
                "send_back", _("Return"), (SUBMITTED,), DRAFT, SEE, "campaign.returned", needs_note=True,
                guards=(approver_decides,),
            ),
            Transition("edit", _("Edit"), EDITABLE, DRAFT, WRITE, "campaign.edited"),
            Transition(
                "announce", _("Announce"), (APPROVED,), ANNOUNCED, SEE, "campaign.announced", guards=(runs_it,),
            ),
            Transition(
                "start", _("Start"), (APPROVED, ANNOUNCED), RUNNING, SEE, "campaign.started",
                guards=(runs_it, prizes_are_announced, its_time_has_come), main=True,
            ),
            Transition(
                "finish", _("It is over"), (RUNNING,), OVER, SEE, "campaign.finished",
                guards=(runs_it, its_time_is_over), main=True,
            ),
            Transition(
                "close", _("Close"), (OVER,), CLOSED, SEE, "campaign.closed", guards=(runs_it, results_and_report),
                main=True,
            ),
            Transition(
                "drop", _("Drop"), (DRAFT, SUBMITTED, APPROVED, ANNOUNCED), DROPPED, SEE, "campaign.dropped",
                needs_note=True, guards=(runs_it, no_list_is_frozen), danger=True,
            ),
        ),
    )
)  # fmt: skip
