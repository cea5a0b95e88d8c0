"""What the page of a campaign shows: its steps, what is missing, and the forms that its reader may use."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.public import User
from content.campaigns.checking import why_not_check
from content.campaigns.forms import (
    AnnouncementForm,
    CheckForm,
    IssueForm,
    ReportForm,
    ResultsForm,
    StaffForm,
    TaskForm,
    WordsForm,
)
from content.campaigns.lacking import (
    lacking_checks,
    lacking_elements,
    lacking_report,
    lacking_results,
    lacking_terms,
    may_run,
    open_draws,
    takes_part,
)
from content.campaigns.models import Campaign, CampaignCheck
from content.campaigns.rules import CHECKS, LAW, REPORT_PARTS, WRITE
from content.campaigns.workflow import ANNOUNCED, APPROVED, CLOSED, DRAFT, DROPPED, EDITABLE, OVER, RUNNING, SUBMITTED
from governance.public import Sentence, available_moves, can, deadlines_of, form_of_row, history_of

SHOWN = 50
MOVES = ("submit", "approve", "send_back", "start", "finish", "close", "drop")


class CheckRow(NamedTuple):
    """One check as the page shows it: what it asks, what was found, and why one may not make it."""

    code: str
    label: Sentence
    help: Sentence
    made: CampaignCheck | None
    why_not: Sentence | None


def still_missing(campaign: Campaign) -> list[Sentence]:
    """What is wanted before the next step, whatever it is."""
    if campaign.status == DRAFT:
        return lacking_elements(campaign) + lacking_terms(campaign)
    if campaign.status == SUBMITTED:
        return lacking_checks(campaign)
    if campaign.status == APPROVED:
        return [_("Publish an announcement and link it here; with it the rules are frozen.")]
    if campaign.status in (ANNOUNCED, RUNNING):
        return [] if campaign.staff.exists() else [_("Nobody is on duty yet.")]
    if campaign.status == OVER:
        return lacking_results(campaign) + lacking_report(campaign) + open_draws(campaign)
    return []


def campaign_page(campaign: Campaign, user: User, now: datetime, **forms: Any) -> dict[str, Any]:
    """Everything on the page; a form that came back with a fault takes the place of the empty one."""
    address = reverse("content:campaign_move", args=[campaign.pk])
    moves = [move for move in available_moves(campaign, user, {"at": now}) if move.name in MOVES]
    tasks = list(campaign.tasks.select_related("owner"))
    clocks = deadlines_of("campaign_task", [task.pk for task in tasks])
    for task in tasks:
        task.campaign = campaign
    runs, open_ = may_run(campaign, user), campaign.status not in (CLOSED, DROPPED)
    issues = campaign.issues.select_related("owner", "raised_by")
    done = sum(task.done_at is not None for task in tasks)
    made = {row.part: row for row in campaign.checks.filter(voided_at=None).select_related("checked_by")}
    newest = max((row.pk for row in made.values()), default=0)
    checks = [CheckRow(row.code, row.label, row.help, made.get(row.code), why_not_check(campaign, row.code, user))
              for row in CHECKS]  # fmt: skip
    report = {row.field: getattr(campaign, row.field) for row in REPORT_PARTS}
    results = {name: getattr(campaign, name) for name in ("participants", "interactions", "feedback")}
    kept = {"version": campaign.lock_version}
    refused = forms.pop("words_form", None)

    def words(kind: str, pk: int) -> WordsForm:
        return form_of_row(WordsForm(auto_id=f"{kind}-{pk}-%s"), refused)

    return {
        "campaign": campaign, "missing": still_missing(campaign), "checks": checks, "law": LAW,
        "may_check": campaign.status == SUBMITTED and any(row.why_not is None for row in checks),
        "check_form": CheckForm(market=campaign.account.market, initial=kept | {"seen": newest}),
        "buttons": {
            "allowed": [(move, address, "") for move in moves if move.allowed],
            "denied": [move for move in moves if not move.allowed],
            "needs_note": any(move.transition.needs_note for move in moves if move.allowed),
        },
        "may_edit": campaign.status in EDITABLE and bool(can(user, WRITE, campaign)),
        "may_plan_draw": campaign.status in EDITABLE and runs,
        "runs": runs and open_,
        "open": open_ and takes_part(campaign, user),
        "announcements": campaign.announcements.select_related("publication__account"),
        "may_announce": runs and campaign.status in (APPROVED, ANNOUNCED),
        "announcement_form": AnnouncementForm(campaign=campaign),
        "tasks": [(task, next(iter(clocks.get(task.pk, [])), None), words("task", task.pk)) for task in tasks],
        "done": done, "task_form": TaskForm(), "staff": campaign.staff.select_related("person"),
        "staff_form": StaffForm(), "issues": [(issue, words("issue", issue.pk)) for issue in issues],
        "issue_form": IssueForm(), "may_write": runs and campaign.status in (RUNNING, OVER),
        "may_send": runs and campaign.status == OVER and campaign.report_sent_at is None,
        "results_form": ResultsForm(initial=results | kept), "report_form": ReportForm(initial=report | kept),
        "report": [(row.label, report[row.field]) for row in REPORT_PARTS],
        "draws": campaign.draws.select_related("witness").prefetch_related("prizes"),
        "promotions": campaign.promotions.all(), "entries": history_of("campaign", campaign.pk, SHOWN),
        "now": now, **forms,
    }  # fmt: skip
