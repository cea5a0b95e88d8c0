"""Qualifications of reviewers: the list, one of them, appointing and ending."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.posts.forms import EndForm
from accounts.posts.pages import tabs_of
from accounts.qualifications import services
from accounts.qualifications.forms import ReviewerForm
from accounts.qualifications.models import Qualification
from accounts.qualifications.rules import APPOINT
from governance.public import Refused, StaffRequest, can, history_of, page_by_key, require


@require_GET
def qualifications(request: StaffRequest) -> HttpResponse:
    """Who is qualified to sign as reviewer, the latest end first: all for those who appoint, else one's own."""
    rows = Qualification.objects.visible_to(request.user).select_related("person", "appointed_by")
    page = page_by_key(rows, order=("-valid_until", "-pk"), after=request.GET.get("after"), filled=True)
    now = timezone.now()
    context = {
        "page": page,
        "lines": [(row, row.state_at(now)) for row in page],
        "appoints": bool(can(request.user, APPOINT)),
        "tabs": tabs_of("reviewers"),
    }
    return render(request, "accounts/qualifications/qualifications.html", context)


@require_GET
def qualification_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One qualification: training, test, appointment, how long."""
    seen = Qualification.objects.visible_to(request.user)
    row = get_object_or_404(seen.select_related("person", "appointed_by", "ended_by"), pk=pk)
    context = {
        "row": row,
        "state": row.state_at(timezone.now()),
        "appoints": bool(can(request.user, APPOINT)) and row.person_id != request.user.pk,
        "entries": history_of("qualification", pk, 50),
    }
    return render(request, "accounts/qualifications/qualification_detail.html", context)


@require_http_methods(["GET", "POST"])
def qualification_new(request: StaffRequest) -> HttpResponse:
    """Appoint a reviewer, or renew it."""
    require(request.user, APPOINT)
    form = ReviewerForm(request.POST or None, actor=request.user, initial={"person": request.GET.get("person")})
    if request.method == "POST" and form.is_valid():
        try:
            row = services.appoint_reviewer(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The reviewer is appointed, and told until when."))
            return redirect(row)
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "accounts/qualifications/qualification_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
def qualification_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a qualification before its time."""
    require(request.user, APPOINT)
    row = get_object_or_404(Qualification.objects.select_related("person"), pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_qualification(row, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The qualification is ended; the next signature is refused."))
            return redirect(row)
    context = {"row": row, "form": form}
    status = 422 if form.errors else 200
    return render(request, "accounts/qualifications/qualification_end.html", context, status=status)
