"""The directory: runs, the wizard (upload, compare, save), and one run with the people whom it names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.directory import wizard
from accounts.directory.forms import ConfirmForm, DirectoryForm
from accounts.directory.models import DirectoryRun
from accounts.directory.rules import KIND, MANAGE
from accounts.people.models import User
from governance.public import Refused, StaffRequest, history_of, page_by_key, require

# Lists of people that the page of a run shows.
NAMED = ("left", "gone", "closed_here", "own")


@require_GET
def directory_runs(request: StaffRequest) -> HttpResponse:
    """Runs of the directory, newest first, for whoever manages people."""
    require(request.user, MANAGE)
    rows = DirectoryRun.objects.select_related("started_by")
    page = page_by_key(rows, order=("-pk",), after=request.GET.get("after"))
    return render(request, "accounts/directory/directory_runs.html", {"page": page})


@require_http_methods(["GET", "POST"])
def directory_new(request: StaffRequest) -> HttpResponse:
    """Upload the files; what saving them would do is shown next."""
    require(request.user, MANAGE)
    form = DirectoryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = wizard.check_upload(
                form.cleaned_data["people"], form.cleaned_data["departments"], actor=request.user
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(run)
    status = 422 if form.errors else 200
    return render(request, "accounts/directory/directory_new.html", {"form": form}, status=status)


@require_GET
def directory_run(request: StaffRequest, pk: int) -> HttpResponse:
    """One run: what it would do or did, what is refused by row and column, who is not named any more."""
    require(request.user, MANAGE)
    run = get_object_or_404(DirectoryRun.objects.select_related("started_by"), pk=pk)
    held = {row["person"]: row["message"] for row in run.listed.get("held_back", ())}
    ids = {pk for name in NAMED for pk in run.listed.get(name, ())} | held.keys()
    people = User.objects.select_related("department").in_bulk(ids)
    context = {
        "run": run,
        **{name: [people[pk] for pk in run.listed.get(name, ()) if pk in people] for name in NAMED},
        "held_back": [(people[pk], message) for pk, message in held.items() if pk in people],
        "entries": history_of(KIND, run.pk, 20),
    }  # fmt: skip
    return render(request, "accounts/directory/directory_run.html", context)


@require_POST
def directory_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Save what was compared."""
    require(request.user, MANAGE)
    run = get_object_or_404(DirectoryRun, pk=pk)
    form = ConfirmForm(request.POST)
    try:
        run = wizard.confirm_run(run, actor=request.user, yes=form.is_valid() and form.cleaned_data["closing"])
        messages.success(request, _("The people are up to date."))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect(run)


@require_POST
def directory_drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Leave a compared file unsaved."""
    require(request.user, MANAGE)
    run = get_object_or_404(DirectoryRun, pk=pk)
    try:
        wizard.drop_run(run, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect(run)
