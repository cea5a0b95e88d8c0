"""The pages of drafts: list, editor, page of one, submission, versions and their differences."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.drafts import services
from content.drafts.differences import differences
from content.drafts.forms import (
    DraftFilter,
    DraftForm,
    NoteForm,
    OverwriteForm,
    PageVersion,
    SubmitForm,
    initial_from,
    known_number,
)
from content.drafts.models import Draft
from content.drafts.pages import draft_conflict, draft_page, moves_of, place_of, version_grid
from content.drafts.workflow import EDITABLE
from content.plans.models import PlanItem
from content.publishing.services import unschedule_draft
from content.review.rounds import rounds_of
from content.review.submission import outlook_for, submit_draft, take_back
from governance.public import (
    VIEW_ACCOUNT,
    Denial,
    MoveForm,
    Refused,
    StaleVersion,
    accounts_for,
    once,
    page_by_key,
    require,
)

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.


def _draft(request: HttpRequest, pk: int) -> Draft:
    seen = Draft.objects.visible_to(request.user).select_related("account", "author", "plan_item", "current_version")
    return get_object_or_404(seen, pk=pk)


@require_GET
def draft_list(request: HttpRequest) -> HttpResponse:
    """Drafts of the accounts that one may see, newest change first."""
    form = DraftFilter(request.GET, account_ids=accounts_for(request.user, VIEW_ACCOUNT))
    rows = form.narrowed(Draft.objects.visible_to(request.user), request.user).select_related("account", "author")
    page = page_by_key(rows.defer("body"), order=("-updated_at", "-pk"), after=request.GET.get("after"))
    may_write = bool(accounts_for(request.user, "accounts.draft"))
    return render(request, "content/drafts/draft_list.html", {"page": page, "form": form, "may_write": may_write})


@require_http_methods(["GET", "POST"])
def draft_new(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    if not accounts_for(request.user, "accounts.draft"):
        raise Denial(_("You may not write drafts for any account. Ask the manager of an account for the right."))
    plan = (
        PlanItem.objects.visible_to(request.user)
        .approved()
        .filter(pk=known_number(request.GET.get("plan")) or 0)
        .first()
    )
    initial = initial_from(plan) if plan else {"account": known_number(request.GET.get("account"))}
    form = DraftForm(request.POST or None, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            draft = once(
                form.cleaned_data["form_key"],
                lambda: services.create_draft(
                    actor=request.user, account=form.cleaned_data["account"], **form.content()
                ),
                model=Draft,
                actor=request.user,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The draft is stored. Submit it when it is ready."))
            return redirect(draft)
    return render(request, "content/drafts/draft_form.html", {"form": form})


@require_GET
def draft_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft: where it stands, what it says, who signed."""
    draft = _draft(request, pk)
    return render(request, "content/drafts/draft_detail.html", draft_page(draft, request.user))


@require_http_methods(["GET", "POST"])
def draft_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; the page says beforehand when that voids signatures."""
    draft = _draft(request, pk)
    require(request.user, "accounts.draft", draft)
    if draft.status not in EDITABLE:
        messages.error(request, _("This draft cannot be edited any more. Begin a new one instead."))
        return redirect(draft)
    form, conflict = DraftForm(request.POST or None, actor=request.user, draft=draft), None
    if request.method == "POST" and form.is_valid():
        version = OverwriteForm(request.POST).version(form.cleaned_data["version"])
        try:
            services.edit_draft(draft, actor=request.user, version=version, **form.content())
        except StaleVersion as refusal:
            form.refuse(refusal)
            conflict = draft_conflict(draft, form.content())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The change is stored."))
            return redirect(draft)
    return render(request, "content/drafts/draft_form.html", {"form": form, "draft": draft, "conflict": conflict})


@require_http_methods(["GET", "POST"])
def draft_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """What submitting would bring, and the button that does it."""
    draft = _draft(request, pk)
    require(request.user, "accounts.draft", draft)
    form = SubmitForm(request.POST or None, initial={"version": draft.lock_version})
    if request.method == "POST" and form.is_valid():
        try:
            submit_draft(draft, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The draft is submitted. Those who can sign were told."))
            return redirect(draft)
    outlook = outlook_for(draft)
    moves = moves_of(draft, request.user, ("submit",))
    # What the author can mend stands as a list with links; what remains is the state or a right.
    refused = [] if outlook.obstacles else [move.reason for move in moves if not move.allowed]
    context = {"draft": draft, "form": form, "outlook": outlook, "refused": refused}
    return render(request, "content/drafts/draft_submit.html", context)


MOVES: dict[str, Callable[..., Draft]] = {
    "take_back": take_back,
    "discard": services.discard_draft,
    "unschedule": unschedule_draft,
}


@require_POST
def draft_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back, discard, take out of the schedule."""
    draft = _draft(request, pk)
    form = MoveForm({**request.POST.dict(), "name": request.POST.get("move", "")}, machine=Draft.machine)
    if not form.is_valid() or form.cleaned_data["name"] not in MOVES:
        messages.error(request, form.sentence() or _("This step does not exist. Please load the page again."))
        return redirect(draft)
    require(request.user, form.permission(), place_of(draft, request.user, form.permission()))
    data = form.cleaned_data
    extra = {} if data["name"] == "take_back" else {"note": data["note"]}
    try:
        if data["version"] is None:
            raise StaleVersion(PageVersion.default_error_messages["required"])
        MOVES[data["name"]](draft, actor=request.user, version=data["version"], **extra)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(draft)


@require_POST
def draft_urgency(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes to an urgent reason."""
    draft = _draft(request, pk)
    if (reason := services.why_no_urgency(draft, request.user)) is not None:
        raise Denial(reason)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(draft)
    try:
        services.approve_urgency(draft, actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The urgent reason is approved."))
    return redirect(draft)


@require_GET
def draft_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Versions down, stages across."""
    draft = _draft(request, pk)
    context = {"draft": draft, "grid": version_grid(draft), "rounds": rounds_of(draft)}
    return render(request, "content/drafts/draft_history.html", context)


@require_GET
def draft_diff(request: HttpRequest, pk: int, before: int, after: int) -> HttpResponse:
    """What changed between two versions."""
    draft = _draft(request, pk)
    old = get_object_or_404(draft.versions, number=before)
    new = get_object_or_404(draft.versions, number=after)
    context = {"draft": draft, "old": old, "new": new, "differences": differences(old.sealed, new.sealed)}
    return render(request, "content/drafts/draft_diff.html", context)
