"""Writing comments on the page of a review."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from content.comments import services
from content.comments.anchors import units_of
from content.comments.forms import CommentForm, WordForm
from content.comments.models import Comment, CommentThread
from content.drafts.models import Draft
from content.review.pages import review_page
from governance.public import Denial, MoveForm, WordedForm, render_refused

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.

PAGE = "content/review/review_page.html"


def _draft(request: HttpRequest, pk: int) -> Draft:
    seen = Draft.objects.visible_to(request.user).exclude(current_version=None)
    draft = get_object_or_404(seen.select_related("account", "author", "plan_item", "current_version"), pk=pk)
    if (reason := services.why_no_comment(draft, request.user)) is not None:
        raise Denial(reason)
    return draft


def _thread(request: HttpRequest, pk: int) -> CommentThread:
    seen = CommentThread.objects.filter(draft__in=Draft.objects.visible_to(request.user))
    thread = get_object_or_404(seen.select_related("draft"), pk=pk)
    if (reason := services.why_no_comment(thread.draft, request.user)) is not None:
        raise Denial(reason)
    return thread


@require_POST
def thread_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Comment on words, a region, a second, or the whole."""
    draft = _draft(request, pk)
    assert draft.current_version is not None  # noqa: S101 - _draft() leaves those out
    assets = [row.asset for row in draft.asset_rows.select_related("asset")]
    form = CommentForm(request.POST, units=units_of(draft.current_version.sealed), assets=assets)
    if form.made_once(
        lambda: services.open_thread(
            draft,
            actor=request.user,
            text=form.cleaned_data["text"],
            anchor=form.anchor_of(),
            sha256=form.cleaned_data["sha256"],
        ),
        model=CommentThread,
        actor=request.user,
    ):
        return redirect(form.outcome)
    context = review_page(draft, request.user, comment_form=form)
    return render_refused(request, PAGE, context, form)


@require_POST
def thread_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer in a thread."""
    thread = _thread(request, pk)
    form = WordForm(request.POST, auto_id=f"word-{thread.pk}-%s")
    if form.made_once(
        lambda: services.answer_thread(thread, actor=request.user, text=form.cleaned_data["text"]),
        model=Comment,
        actor=request.user,
    ):
        return redirect(thread)
    return _refused(request, thread, form)


def _refused(request: HttpRequest, thread: CommentThread, form: WordedForm) -> HttpResponse:
    """The page of the review with what was typed to this thread, and why it was not taken."""
    context = review_page(_draft(request, thread.draft_id), request.user)
    context |= {"word_form": form, "answered": thread.pk}
    return render_refused(request, PAGE, context, form)


@require_POST
def commentthread_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Resolve a thread, or open it again."""
    thread = _thread(request, pk)
    data = {**request.POST.dict(), "name": name, "note": request.POST.get("text", "")}
    form = MoveForm(data, machine=CommentThread.machine, auto_id=f"word-{thread.pk}-%s")
    if form.carried_out(
        lambda: services.move_thread(
            thread, name, actor=request.user, text=form.cleaned_data["note"], version=form.cleaned_data["version"]
        )
    ):
        return redirect(thread)
    return _refused(request, thread, form)
