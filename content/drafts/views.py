"""The pages of drafts: list, editor, page of one, submission, versions and their differences."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.comments.pages import threads_of
from content.drafts import services, urgency
from content.drafts.differences import differences
from content.drafts.forms import (
    DraftFilter,
    DraftForm,
    NoteForm,
    OverwriteForm,
    SubmitForm,
    initial_from,
)
from content.drafts.models import Draft
from content.drafts.pages import draft_conflict, draft_page, moves_of, place_of, placed_in, version_grid
from content.drafts.queries import files_of
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
    Sentence,
    StaleVersion,
    accounts_for,
    known_number,
    page_by_key,
    posted,
    render_refused,
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
    form = DraftForm(posted(request), actor=request.user, initial=initial)
    if form.made_once(
        lambda: services.create_draft(actor=request.user, account=form.cleaned_data["account"], **form.content()),
        model=Draft,
        actor=request.user,
    ):
        messages.success(request, _("The draft is stored. Submit it when it is ready."))
        return redirect(form.outcome)
    return render(request, "content/drafts/draft_form.html", {"form": form}, status=form.http_status)


@require_GET
def draft_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft: where it stands, what it says, who signed."""
    draft = _draft(request, pk)
    context = draft_page(draft, request.user, timezone.now())
    return render(request, "content/drafts/draft_detail.html", context)


@require_http_methods(["GET", "POST"])
def draft_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; the page says beforehand when that voids signatures."""
    draft = _draft(request, pk)
    require(request.user, "accounts.draft", draft)
    if request.method == "GET" and draft.status not in EDITABLE:
        messages.error(request, _("This draft cannot be edited any more. Begin a new one instead."))
        return redirect(draft)
    if (barred := urgency.why_not_write(draft, request.user)) is not None:
        raise Denial(barred)
    form, overwrite = DraftForm(posted(request), actor=request.user, draft=draft), OverwriteForm(request.POST)
    if form.carried_out(
        lambda: services.edit_draft(
            draft, actor=request.user, version=overwrite.version(form.cleaned_data["version"]), **form.content()
        )
    ):
        messages.success(request, _("The change is stored."))
        return redirect(draft)
    conflict = draft_conflict(draft, form.content()) if isinstance(form.refusal, StaleVersion) else None
    context = {"form": form, "draft": draft, "conflict": conflict}
    return render(request, "content/drafts/draft_form.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def draft_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """What submitting would bring, and the button that does it."""
    draft = _draft(request, pk)
    require(request.user, "accounts.draft", draft)
    form = SubmitForm(posted(request), initial={"version": draft.lock_version})
    if form.carried_out(lambda: submit_draft(draft, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The draft is submitted. Those who can sign were told."))
        return redirect(draft)
    outlook = outlook_for(draft)
    moves = moves_of(draft, request.user, ("submit",))
    # What the author can mend stands as a list with links; what remains is the state or a right.
    refused = [] if outlook.obstacles else [move.reason for move in moves if not move.allowed]
    context = {"draft": draft, "form": form, "outlook": outlook, "refused": refused}
    context["findings"] = placed_in(draft, outlook.findings, files_of(draft))
    return render(request, "content/drafts/draft_submit.html", context, status=form.http_status)


# Each move of this page, and what is said once it is made.
MOVES: dict[str, tuple[Callable[..., Draft], Sentence]] = {
    "take_back": (take_back, gettext_lazy("The draft is with its author again.")),
    "discard": (services.discard_draft, gettext_lazy("The draft is discarded.")),
    "unschedule": (unschedule_draft, gettext_lazy("The draft is out of the schedule.")),
}


@require_POST
def draft_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back, discard, take out of the schedule."""
    draft = _draft(request, pk)
    form = MoveForm.of(request, Draft.machine, MOVES)
    if form.is_valid():
        require(request.user, form.permission(), place_of(draft, request.user, form.permission()))

    def act() -> Draft:
        name = form.cleaned_data["name"]
        return MOVES[name][0](draft, actor=request.user, **form.step(noted=name != "take_back"))

    if form.carried_out(act):
        messages.success(request, MOVES[form.cleaned_data["name"]][1])
        return redirect(draft)
    context = draft_page(_draft(request, pk), request.user, timezone.now(), move_form=form)
    return render_refused(request, "content/drafts/draft_detail.html", context, form)


@require_POST
def draft_ask_urgency(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask two people for the urgent path."""
    draft = _draft(request, pk)
    require(request.user, "accounts.draft", draft)
    try:
        urgency.ask_urgency(draft, actor=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Asked. Two people have to agree; they were told."))
    return redirect(draft)


@require_POST
def draft_urgency(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes to an urgent reason."""
    draft = _draft(request, pk)
    if (reason := urgency.why_no_urgency(draft, request.user)) is not None:
        raise Denial(reason)
    form = NoteForm(request.POST, auto_id="urgency-%s")
    if form.carried_out(lambda: urgency.approve_urgency(draft, actor=request.user, **form.cleaned_data)):
        whole = form.outcome.urgent_approved_by_id is not None
        messages.success(request, _("The urgent reason is approved.") if whole else _("One more person has to agree."))
        return redirect(draft)
    context = draft_page(_draft(request, pk), request.user, timezone.now(), urgency_form=form)
    return render_refused(request, "content/drafts/draft_detail.html", context, form)


@require_GET
def draft_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Versions down, stages across; the rounds and every comment beneath."""
    draft = _draft(request, pk)
    context = {"draft": draft, "grid": version_grid(draft), "rounds": rounds_of(draft), "threads": threads_of(draft)}
    return render(request, "content/drafts/draft_history.html", context)


@require_GET
def draft_diff(request: HttpRequest, pk: int, before: int, after: int) -> HttpResponse:
    """What changed between two versions."""
    draft = _draft(request, pk)
    old = get_object_or_404(draft.versions, number=before)
    new = get_object_or_404(draft.versions, number=after)
    context = {"draft": draft, "old": old, "new": new, "differences": differences(old.sealed, new.sealed)}
    return render(request, "content/drafts/draft_diff.html", context)
