"""Duties: mine and all, one of them, writing it down, the records, what is late or passed around."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access.requests import StaffRequest
from governance.access.services import require
from governance.duties import late, pages
from governance.duties.doers import why_not
from governance.duties.forms import DutyFilter, FilingForm, LateFilter, PassForm, RecordFilter
from governance.duties.models import JOINED, Duty, DutyAttachment, DutyRecord
from governance.duties.places import DutyPlace, place_of
from governance.duties.rules import DutyKind, duty_kinds
from governance.duties.services import asked_of, file_duty, pass_duty
from governance.files.serving import answer_file
from governance.formkeys.services import once
from governance.lists.exporting import answer_export
from governance.lists.paging import page_by_key
from governance.refusals.exceptions import Denial, Refused


@require_GET
def duties(request: StaffRequest) -> HttpResponse:
    """What is mine to do, or all that I may see, soonest first."""
    tab = pages.ALL if request.GET.get("tab") == pages.ALL else pages.MINE
    form = DutyFilter(request.GET)
    rows = pages.duties_of(request.user, tab).filter(**form.chosen())
    page = page_by_key(rows, order=("due_at", "pk"), after=request.GET.get("after"), filled=True)
    context = {
        "page": page, "lines": pages.with_clocks(page.rows), "form": form, "tab": tab,
        "tabs": pages.tabs_of(request.user, tab),
    }  # fmt: skip
    return render(request, "governance/duties/duties.html", context)


@require_http_methods(["GET", "POST"])
def duties_export(request: StaffRequest) -> HttpResponseBase:
    """The list as a file, for a reason (R-107)."""
    tab = pages.ALL if request.GET.get("tab") == pages.ALL else pages.MINE
    rows = pages.duties_of(request.user, tab).filter(**DutyFilter(request.GET).chosen())
    return answer_export(request, pages.takeable_duties(rows))


@require_GET
def duty_kinds_page(request: StaffRequest) -> HttpResponse:
    """What is done regularly, by whom, and where one may write it down."""
    return render(
        request, "governance/duties/duty_kinds.html", {"rows": pages.offers_to(request.user, timezone.now())}
    )


def _seen_duty(request: StaffRequest, pk: int) -> Duty:
    return get_object_or_404(Duty.objects.visible_to(request.user).select_related(*JOINED, "owner"), pk=pk)


@require_GET
def duty_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One duty: whose, until when, what was written down, and passing it on."""
    duty, now = _seen_duty(request, pk), timezone.now()
    context = pages.duty_page(request, duty, now)
    refusal = why_not(duty.kind_row, duty.place, request.user, now, duty)
    context |= {"may_file": refusal is None, "whose": refusal, "pass_form": PassForm(duty=duty)}
    return render(request, "governance/duties/duty_detail.html", context)


@require_POST
def duty_pass(request: StaffRequest, pk: int) -> HttpResponse:
    """Pass it on to a colleague."""
    duty, now = _seen_duty(request, pk), timezone.now()
    context = pages.duty_page(request, duty, now)
    if context["refusal"] is not None:
        raise Denial(context["refusal"])
    form = PassForm(request.POST, duty=duty)
    if form.is_valid():
        try:
            passed = pass_duty(duty, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s has this duty now and was told.") % {"name": passed.owner})
            return redirect("governance:duties")
    context |= {"may_file": False, "pass_form": form}
    return render(request, "governance/duties/duty_detail.html", context, status=422)


def _where(request: StaffRequest, kind: str, place: int) -> tuple[DutyKind, DutyPlace, Duty | None]:
    """The kind, the place and the open duty there; 404 where one may not know of it, 403 where it is not theirs."""
    row = duty_kinds().get(kind)
    found = place_of(row, place) if row is not None else None
    if row is None or found is None:
        raise Http404
    duty = Duty.objects.open().filter(kind=row.code).at(found).select_related("owner").first()
    reason = why_not(row, found, request.user, timezone.now(), duty)
    if reason is not None:
        if not pages.sees_place(request.user, row, found):
            raise Http404
        raise Denial(reason)
    return row, found, duty


@require_http_methods(["GET", "POST"])
def duty_file(request: StaffRequest, kind: str, place: int) -> HttpResponse:
    """Write down what was done there, whether it is due or not."""
    row, found, duty = _where(request, kind, place)
    asked = asked_of(row, found, timezone.now())
    form = FilingForm(request.POST or None, request.FILES or None, kind=row, asked=asked, duty=duty)
    if request.method == "POST" and form.is_valid():
        try:
            filed = _file(request, row, found, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is written down."))
            return redirect(filed)
    context = {"kind": row, "place": found, "duty": duty, "form": form, "last": _last(row, found)}
    return render(request, "governance/duties/duty_file.html", context, status=422 if form.errors else 200)


def _file(request: StaffRequest, row: DutyKind, place: DutyPlace, form: FilingForm) -> DutyRecord:
    data: dict[str, Any] = form.cleaned_data
    return once(
        data["form_key"],
        lambda: file_duty(
            row.code, actor=request.user, values=form.values(), note=data["note"], files=data.get("files") or [],
            version=data["version"], **place.columns,
        ),
        model=DutyRecord,
        actor=request.user,
    )  # fmt: skip


def _last(row: DutyKind, place: DutyPlace) -> DutyRecord | None:
    return DutyRecord.objects.filter(kind=row.code).at(place).select_related("filed_by").first()


@require_GET
def duty_records(request: StaffRequest) -> HttpResponse:
    """What was written down, newest first, by kind and place."""
    form = RecordFilter(request.GET)
    rows = pages.records_of(request.user).filter(**form.chosen())
    page = page_by_key(rows, order=("-filed_at", "-pk"), after=request.GET.get("after"), filled=True)
    context = {"page": page, "form": form, "tabs": pages.tabs_of(request.user, pages.RECORDS)}
    return render(request, "governance/duties/duty_records.html", context)


@require_http_methods(["GET", "POST"])
def duty_records_export(request: StaffRequest) -> HttpResponseBase:
    """The records as a file, for a reason (R-107)."""
    rows = pages.records_of(request.user).filter(**RecordFilter(request.GET).chosen())
    return answer_export(request, pages.takeable_records(rows))


@require_GET
def duty_record(request: StaffRequest, pk: int) -> HttpResponse:
    """One record: what was done, by whom and when, with its files."""
    record = get_object_or_404(pages.records_of(request.user).select_related(*JOINED, "filed_by", "duty"), pk=pk)
    return render(request, "governance/duties/duty_record.html", pages.record_page(record))


@require_GET
def duty_attachment(request: StaffRequest, pk: int) -> HttpResponseBase:
    """A file beside a record that one may see; a document is kept, never shown in place."""
    seen = DutyRecord.objects.visible_to(request.user)
    found = get_object_or_404(DutyAttachment.objects.filter(record__in=seen), pk=pk)
    download = "download" in request.GET or not found.mime.startswith("image/")
    return answer_file(found.file.open("rb"), mime=found.mime, name=found.shown_name, download=download)


@require_GET
def late_tasks(request: StaffRequest) -> HttpResponse:
    """Overdue tasks of any room, and those passed around, together (R-121)."""
    require(request.user, pages.SEES_ALL_LATE)
    now, form = timezone.now(), LateFilter(request.GET)
    rows = late.late_tasks_of(request.user, now, form.chosen())
    page = page_by_key(rows, order=("due_at", "pk"), after=request.GET.get("after"), filled=True)
    context = {
        "page": page, "lines": late.with_records(page.rows), "form": form, "most": late.most_often(now),
        "tabs": pages.tabs_of(request.user, pages.LATE),
    }  # fmt: skip
    return render(request, "governance/duties/late_tasks.html", context)


@require_http_methods(["GET", "POST"])
def late_tasks_export(request: StaffRequest) -> HttpResponseBase:
    """The list as a file, for a reason (R-107)."""
    require(request.user, pages.SEES_ALL_LATE)
    rows = late.late_tasks_of(request.user, timezone.now(), LateFilter(request.GET).chosen())
    return answer_export(request, late.takeable_tasks(rows))
