"""Posts: the list by rule book, one post, its sheet written and accepted, its holders appointed and ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.posts import pages, services
from accounts.posts.forms import AcceptForm, EndForm, SheetForm, TermForm
from accounts.posts.models import Post, PostHolding
from accounts.posts.rules import APPOINT
from governance.public import Denial, Refused, StaffRequest, can, history_of, require


@require_GET
def posts(request: StaffRequest) -> HttpResponse:
    """The posts of every rule book: held, not accepted yet, or vacant."""
    context = {"books": pages.post_lines(timezone.now()), "tabs": pages.tabs_of("posts")}
    return render(request, "accounts/posts/posts.html", context)


@require_GET
def post_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One post: what its holder does, who that is, who it was."""
    post = get_object_or_404(Post.objects.select_related("policy"), pk=pk)
    now = timezone.now()
    sheets = list(post.sheets.select_related("written_by"))
    to_accept = PostHolding.objects.to_accept(now).filter(post=post, person=request.user).first()
    context = {
        "post": post,
        "sheets": sheets,
        "sheet": sheets[0] if sheets else None,
        "holdings": pages.holdings_of(post, now),
        "to_accept": to_accept,
        "appoints": bool(can(request.user, APPOINT)),
        "entries": history_of("post", pk, 50),
    }
    return render(request, "accounts/posts/post_detail.html", context)


@require_http_methods(["GET", "POST"])
def post_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """Write a new version of the duty sheet."""
    require(request.user, APPOINT)
    post = get_object_or_404(Post.objects.select_related("policy"), pk=pk)
    form = SheetForm(request.POST or None, newest=post.sheets.first())
    if request.method == "POST" and form.carried_out(
        lambda: services.write_sheet(post, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The duty sheet is written, and its holders are asked to accept it."))
        return redirect(post)
    context = {"post": post, "form": form}
    return render(request, "accounts/posts/post_sheet.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def post_appoint(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the post to somebody else."""
    require(request.user, APPOINT)
    post = get_object_or_404(Post.objects.select_related("policy"), pk=pk)
    form = TermForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.carried_out(
        lambda: services.appoint_to_post(post, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The appointment is made, and the person is told."))
        return redirect(post)
    context = {"post": post, "form": form}
    return render(request, "accounts/posts/post_appoint.html", context, status=422 if form.errors else 200)


@require_POST
def sheet_accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Accept the duty sheet of a post that one holds."""
    holding = get_object_or_404(PostHolding.objects.select_related("post"), pk=pk)
    if holding.person_id != request.user.pk:
        raise Denial(_("Only the holder of a post accepts its duty sheet."))
    form = AcceptForm(request.POST)
    try:
        services.accept_sheet(
            holding, actor=request.user, number=form.cleaned_data["number"] if form.is_valid() else 0
        )
        messages.success(request, _("You accepted the duty sheet."))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect(holding.post)


@require_http_methods(["GET", "POST"])
def holding_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End somebody's holding of a post."""
    require(request.user, APPOINT)
    holding = get_object_or_404(PostHolding.objects.select_related("post", "person"), pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.carried_out(
        lambda: services.end_holding(holding, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The holding is ended."))
        return redirect(holding.post)
    context = {"holding": holding, "form": form}
    return render(request, "accounts/posts/holding_end.html", context, status=422 if form.errors else 200)
