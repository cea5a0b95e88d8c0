"""What the checks found, its explanation, and samples against the platform's screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from analytics.checks import services
from analytics.checks.forms import ExplainForm, SampleForm
from analytics.checks.models import FigureCheck, ScreenSample
from governance.public import Refused, StaffRequest, can, history_of, page_by_key, require

SHOWN_SAMPLES = 20


@require_GET
def check_list(request: StaffRequest) -> HttpResponse:
    """Months of figures with a fault, the newest first; and the newest samples."""
    rows = FigureCheck.objects.visible_to(request.user).filter(faults__gt=0).select_related("account", "metric")
    page = page_by_key(rows, order=("-month", "-pk"), after=request.GET.get("after"))
    samples = ScreenSample.objects.visible_to(request.user).select_related("account", "metric", "taken_by")
    context = {
        "page": page,
        "samples": samples[:SHOWN_SAMPLES],
        "may_check": can(request.user, services.IMPORT),
    }
    return render(request, "analytics/checks/check_list.html", context)


@require_http_methods(["GET", "POST"])
def check_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One month of one metric: what is wrong with it, and why."""
    seen = FigureCheck.objects.visible_to(request.user).select_related("account", "metric", "explained_by")
    check = get_object_or_404(seen, pk=pk)
    if request.method == "POST":
        require(request.user, services.IMPORT)
    form = ExplainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.explain_check(check, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The explanation is kept with the figures."))
            return redirect("analytics:check_detail", pk=pk)
    context = {"check": check, "form": form, "may_explain": check.faults and can(request.user, services.IMPORT),
               "entries": history_of("figure_check", pk, 20)}  # fmt: skip
    return render(request, "analytics/checks/check_detail.html", context)


@require_http_methods(["GET", "POST"])
def sample_new(request: StaffRequest) -> HttpResponse:
    """Compare one figure with the platform's own page."""
    require(request.user, services.IMPORT)
    form = SampleForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            sample = services.take_sample(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            say = messages.success if sample.agrees else messages.warning
            say(request, _("The figures agree.") if sample.agrees else _("The figures differ more than allowed."))
            return redirect("analytics:checks")
    return render(request, "analytics/checks/sample_form.html", {"form": form})
