"""The pages of campaigns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.campaigns import checking, closing, running, services
from content.campaigns.forms import (
    AnnouncementForm,
    CampaignForm,
    CheckForm,
    IssueForm,
    ReportForm,
    ResultsForm,
    StaffForm,
    TaskForm,
    WordsForm,
)
from content.campaigns.lacking import may_run, takes_part
from content.campaigns.models import Campaign, CampaignIssue, CampaignStaff, CampaignTask
from content.campaigns.pages import MOVES, campaign_page
from content.campaigns.rules import CHECKS_BY_CODE, WRITE
from governance.public import (
    Denial,
    MoveForm,
    StaffRequest,
    WordedForm,
    accounts_for,
    page_by_key,
    posted,
    render_refused,
    require,
)

TABS = ("", "submitted", "announced", "running", "over", "closed")
PAGE = "content/campaigns/campaign_detail.html"
STEPS: dict[str, Callable[..., Campaign]] = {
    "submit": services.submit_campaign, "approve": services.approve_campaign, "send_back": services.return_campaign,
    "start": services.start_campaign, "finish": services.finish_campaign, "close": services.close_campaign,
    "drop": services.drop_campaign,
}  # fmt: skip
WITH_NOTE = ("approve", "send_back", "drop")


def _campaign(request: StaffRequest, pk: int) -> Campaign:
    rows = Campaign.objects.visible_to(request.user).select_related("account", "author", "owner", "approved_by")
    return get_object_or_404(rows, pk=pk)


def _run(request: StaffRequest, pk: int) -> Campaign:
    """The campaign, for whoever runs it."""
    campaign = _campaign(request, pk)
    if not may_run(campaign, request.user):
        raise Denial(_("The owner of the campaign, or who manages the account, takes this step."))
    return campaign


def _join(request: StaffRequest, pk: int) -> Campaign:
    """The campaign, for whoever takes part in it."""
    campaign = _campaign(request, pk)
    if not takes_part(campaign, request.user):
        raise Denial(_("Problems are logged and taken up by those who work on this account or are on duty."))
    return campaign


def _store(
    request: StaffRequest, campaign: Campaign, form: WordedForm, name: str, act: Callable[[], Any], done: str = ""
) -> HttpResponse:
    """Carry out what a form of the page asks; with a fault the page comes back with what was typed."""
    if form.carried_out(act):
        if done:
            messages.success(request, done)
        return redirect(campaign)
    context = campaign_page(_campaign(request, campaign.pk), request.user, timezone.now(), **{name: form})
    return render_refused(request, PAGE, context, form)


@require_GET
def campaign_list(request: StaffRequest) -> HttpResponse:
    """Campaigns, the newest first."""
    status = request.GET.get("status", "")
    rows = Campaign.objects.visible_to(request.user).select_related("account", "owner")
    if status in TABS[1:]:
        rows = rows.filter(status=status)
    page = page_by_key(rows, order=("-pk",), after=request.GET.get("after"))
    tabs = [
        {
            "url": f"?status={value}" if value else "?", "current": value == status,
            "label": Campaign.machine.state(value).label if value else _("All"),
        }
        for value in TABS
    ]  # fmt: skip
    context = {"page": page, "tabs": tabs, "may_write": bool(accounts_for(request.user, WRITE))}
    return render(request, "content/campaigns/campaign_list.html", context)


@require_http_methods(["GET", "POST"])
def campaign_new(request: StaffRequest) -> HttpResponse:
    """Write a campaign plan."""
    if not accounts_for(request.user, WRITE):
        raise Denial(_("You may not plan for any account. Ask the manager of an account for the right."))
    form = CampaignForm(posted(request), actor=request.user)
    if form.made_once(
        lambda: services.create_campaign(actor=request.user, account=form.cleaned_data["account"], **form.content()),
        model=Campaign,
        actor=request.user,
    ):
        messages.success(request, _("The campaign is stored. Submit it when everything is there."))
        return redirect(form.outcome)
    return render(request, "content/campaigns/campaign_form.html", {"form": form}, status=form.http_status)


@require_GET
def campaign_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One campaign with its steps and what is missing."""
    return render(request, PAGE, campaign_page(_campaign(request, pk), request.user, timezone.now()))


@require_http_methods(["GET", "POST"])
def campaign_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a plan; what was approved has to be approved again."""
    campaign = _campaign(request, pk)
    require(request.user, WRITE, campaign)
    form = CampaignForm(posted(request), actor=request.user, campaign=campaign)
    if form.carried_out(
        lambda: services.edit_campaign(
            campaign, actor=request.user, version=form.cleaned_data["version"], **form.content()
        )
    ):
        messages.success(request, _("The change is stored."))
        return redirect(campaign)
    context = {"form": form, "campaign": campaign}
    return render(request, "content/campaigns/campaign_form.html", context, status=form.http_status)


@require_POST
def campaign_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Submit, approve, return, start, end, close or drop a campaign."""
    campaign = _campaign(request, pk)
    form = MoveForm.of(request, Campaign.machine, MOVES)
    if form.is_valid():
        require(request.user, form.permission(), campaign)

    def act() -> Campaign:
        name = form.cleaned_data["name"]
        return STEPS[name](campaign, actor=request.user, **form.step(noted=name in WITH_NOTE))

    return _store(request, campaign, form, "move_form", act)


@require_POST
def campaign_check(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what one of the four checks found."""
    campaign = _campaign(request, pk)
    if all(checking.why_not_check(campaign, part, request.user) is not None for part in CHECKS_BY_CODE):
        raise Denial(_("You make none of the four checks of this campaign."))
    form = CheckForm(request.POST, market=campaign.account.market)
    return _store(
        request, campaign, form, "check_form",
        lambda: checking.check_campaign(
            campaign, form.cleaned_data["part"], actor=request.user, passed=form.cleaned_data["passed"],
            finding=form.cleaned_data["finding"], answers=form.answers(), version=form.cleaned_data["version"],
            seen=form.cleaned_data["seen"],
        ),
        _("The check is stored."),
    )  # fmt: skip


@require_POST
def campaign_announce(request: StaffRequest, pk: int) -> HttpResponse:
    """Link a post that announces the campaign."""
    campaign = _run(request, pk)
    form = AnnouncementForm(request.POST, campaign=campaign)
    return _store(
        request, campaign, form, "announcement_form",
        lambda: running.link_announcement(campaign, form.cleaned_data["publication"], actor=request.user),
        _("The announcement is linked, and the rules are frozen."),
    )  # fmt: skip


@require_POST
def campaign_task(request: StaffRequest, pk: int) -> HttpResponse:
    """Give somebody something to do."""
    campaign, form = _run(request, pk), TaskForm(request.POST)
    return _store(
        request, campaign, form, "task_form",
        lambda: form.once(
            lambda: running.add_task(campaign, actor=request.user, **form.content()),
            model=CampaignTask, actor=request.user,
        ),
        _("The task is given."),
    )  # fmt: skip


@require_POST
def campaign_staff(request: StaffRequest, pk: int) -> HttpResponse:
    """Put somebody on duty."""
    campaign, form = _run(request, pk), StaffForm(request.POST)
    return _store(
        request, campaign, form, "staff_form",
        lambda: form.once(
            lambda: running.put_on_duty(campaign, actor=request.user, **form.content()),
            model=CampaignStaff, actor=request.user,
        ),
        _("The person is on duty and was told."),
    )  # fmt: skip


@require_POST
def campaign_issue(request: StaffRequest, pk: int) -> HttpResponse:
    """Log a problem: anybody who sees the campaign."""
    campaign, form = _join(request, pk), IssueForm(request.POST)
    return _store(
        request, campaign, form, "issue_form",
        lambda: form.once(
            lambda: running.raise_issue(campaign, actor=request.user, text=form.cleaned_data["text"]),
            model=CampaignIssue, actor=request.user,
        ),
        _("The problem is logged. Those on duty were told."),
    )  # fmt: skip


@require_POST
def task_done(request: StaffRequest, pk: int) -> HttpResponse:
    """A task is done."""
    task = get_object_or_404(CampaignTask.objects.select_related("campaign"), pk=pk)
    campaign = _campaign(request, task.campaign_id)
    if request.user.pk != task.owner_id and not may_run(campaign, request.user):
        raise Denial(_("Whoever owns the task, or runs the campaign, says that it is done."))
    form = WordsForm(request.POST, auto_id=f"task-{pk}-%s")
    return _store(
        request, campaign, form, "words_form",
        lambda: running.finish_task(task, actor=request.user, words=form.cleaned_data["words"]),
        _("The task is done."),
    )  # fmt: skip


@require_POST
def issue_take(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a problem up."""
    issue = get_object_or_404(CampaignIssue.objects.select_related("campaign"), pk=pk)
    campaign, form = _join(request, issue.campaign_id), WordsForm(request.POST, auto_id=f"issue-{pk}-%s")
    return _store(
        request, campaign, form, "words_form", lambda: running.take_issue(issue, actor=request.user),
        _("The problem is yours now."),
    )  # fmt: skip


@require_POST
def issue_resolve(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how a problem was solved."""
    issue = get_object_or_404(CampaignIssue.objects.select_related("campaign"), pk=pk)
    campaign, form = _campaign(request, issue.campaign_id), WordsForm(request.POST, auto_id=f"issue-{pk}-%s")
    if request.user.pk != issue.owner_id and not may_run(campaign, request.user):
        raise Denial(_("Whoever took the problem up, or runs the campaign, says how it was solved."))
    return _store(
        request, campaign, form, "words_form",
        lambda: running.resolve_issue(issue, actor=request.user, resolution=form.cleaned_data["words"]),
        _("The problem is solved."),
    )  # fmt: skip


@require_POST
def campaign_results(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter participants, interaction, feedback."""
    campaign, form = _run(request, pk), ResultsForm(request.POST)
    return _store(
        request, campaign, form, "results_form",
        lambda: closing.capture_results(campaign, actor=request.user, **form.cleaned_data),
        _("The data is stored."),
    )  # fmt: skip


@require_POST
def campaign_report(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the report, and send it to the governing group where that was pressed."""
    campaign, form = _run(request, pk), ReportForm(request.POST)
    send = "send" in request.POST

    def keep() -> None:
        stored = closing.write_report(campaign, actor=request.user, **form.cleaned_data)
        if send:
            closing.send_report(stored, actor=request.user, version=stored.lock_version)

    done = _("The report has gone to the governing group.") if send else _("The report is stored.")
    return _store(request, campaign, form, "report_form", keep, done)
