"""Figures: accounts at a glance, one account's series and posts, the dictionary, posts without record."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.public import PlatformAccount
from analytics.metrics.forms import ExplainForm, MatchForm
from analytics.metrics.models import MetricDefinition, PlatformPost
from analytics.metrics.pages import (
    account_rows,
    candidates_for,
    metrics_of,
    missing_days,
    month_in,
    months_of,
    newest_posts,
    series_of,
)
from analytics.metrics.rules import POST_STATES
from analytics.metrics.services import explain_post, explain_posts, match_post
from governance.public import Refused, accounts_for, can, history_of, page_by_key, require, turn_back

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.

# What fits the key of a row; int() would take thousands of digits, and a database fewer than twenty.
ROW_ID = re.compile(r"[0-9]{1,18}")


def _enter(request: HttpRequest) -> None:
    """Figures are seen by those who see them of some account."""
    if not accounts_for(request.user, "accounts.view_metrics"):
        require(request.user, "accounts.view_metrics")


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Every account that one may see, with the newest month of its main metrics."""
    _enter(request)
    columns, rows = account_rows(request.user)
    context = {"columns": columns, "rows": rows, "may_import": can(request.user, "governance.import_metrics")}
    return render(request, "analytics/metrics/metrics.html", context)


@require_GET
def metric_account(request: HttpRequest, handle: str) -> HttpResponse:
    """One account: a metric by day and by month, and its newest posts."""
    visible = PlatformAccount.objects.filter(pk__in=accounts_for(request.user, "accounts.view_metrics"))
    account = get_object_or_404(visible, handle=handle)
    known = metrics_of(account)
    chosen = next((row for row in known if row.code == request.GET.get("metric")), known[0] if known else None)
    month = month_in(request.GET.get("month", ""))
    series = series_of(account, chosen, month) if chosen else None
    context = {
        "account": account,
        "metrics": known,
        "chosen": chosen,
        "month": month,
        "series": series,
        "missing": missing_days(series.days) if series else [],
        "months": months_of(account, chosen) if chosen else [],
        "posts": newest_posts(account),
    }
    return render(request, "analytics/metrics/metric_account.html", context)


@require_GET
def metric_definitions(request: HttpRequest) -> HttpResponse:
    """The dictionary: what each metric means, its unit, its source, its name on each platform (R-085)."""
    _enter(request)
    return render(request, "analytics/metrics/metric_definitions.html", {"rows": MetricDefinition.objects.all()})


@require_GET
def unregistered(request: HttpRequest) -> HttpResponse:
    """Posts that exports showed and that have no publication record (R-040)."""
    _enter(request)
    status = request.GET.get("status")
    status = status if status in dict(POST_STATES) else "unmatched"
    rows = PlatformPost.objects.visible_to(request.user).filter(status=status).select_related("account", "decided_by")
    page = page_by_key(rows, order=("-first_seen_at", "-pk"), after=request.GET.get("after"))
    tabs = [{"url": f"?status={code}", "label": name, "current": code == status} for code, name in POST_STATES]
    context = {"page": page, "tabs": tabs, "status": status, "form": ExplainForm()}
    return render(request, "analytics/metrics/unregistered.html", context)


@require_POST
def unregistered_explain(request: HttpRequest) -> HttpResponse:
    """One explanation for the ticked posts, each decided one by one."""
    _enter(request)
    require(request.user, "governance.import_metrics")
    form = ExplainForm(request.POST)
    ids = [int(value) for value in request.POST.getlist("post")[:200] if ROW_ID.fullmatch(value)]
    posts = PlatformPost.objects.visible_to(request.user).filter(pk__in=ids)
    if not form.is_valid() or not posts:
        missing = not posts or not form.data.get("explanation", "").strip()
        unclear = _("Tick at least one post and say in a few words why it has no record.") if missing else ""
        return turn_back(request, "analytics:unregistered", form, unclear)
    passed, failed = explain_posts(posts, form.cleaned_data["explanation"], actor=request.user)
    messages.success(request, ngettext("%(n)d post explained.", "%(n)d posts explained.", passed) % {"n": passed})
    for sentence in failed[:10]:
        messages.error(request, sentence)
    return redirect("analytics:unregistered")


def _post(request: HttpRequest, pk: int) -> PlatformPost:
    return get_object_or_404(PlatformPost.objects.visible_to(request.user).select_related("account"), pk=pk)


@require_GET
def post_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One post: its figures by day, the publications that it may be."""
    post = _post(request, pk)
    context = {
        "post": post,
        "days": post.days.order_by("-day")[:62],
        "candidates": candidates_for(post) if post.status == "unmatched" else [],
        "entries": history_of("platform_post", post.pk, 20),
        "form": ExplainForm(),
        "may_decide": can(request.user, "governance.import_metrics"),
    }
    return render(request, "analytics/metrics/post_detail.html", context)


@require_POST
def post_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the publication that the post is."""
    post = _post(request, pk)
    require(request.user, "governance.import_metrics")
    form = MatchForm(request.POST)
    try:
        match_post(post, form.cleaned_data["publication"] if form.is_valid() else 0, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("analytics:post_detail", pk=pk)


@require_POST
def post_explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why the post has no record."""
    post = _post(request, pk)
    require(request.user, "governance.import_metrics")
    form, page = ExplainForm(request.POST), reverse("analytics:post_detail", args=[pk])
    explained = form.carried_out(lambda: explain_post(post, actor=request.user, **form.cleaned_data))
    return redirect(page) if explained else turn_back(request, page, form)
