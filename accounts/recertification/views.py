"""The pages of the review of rights: rounds, one round and its decisions, what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.recertification import pages, services
from accounts.recertification.forms import DecisionForm, OpeningForm, RevokingForm
from accounts.recertification.models import RecertificationRound
from accounts.recertification.rules import KIND, LINES_SHOWN, MANAGE, MANAGE_PEOPLE
from governance.public import (
    Denial,
    Refused,
    StaffRequest,
    Takeable,
    accounts_for,
    answer_export,
    can,
    deadlines_of,
    history_of,
    page_by_key,
    render_refused,
    require,
    turn_back,
)

PAGE = "accounts/recertification/recertification_round.html"


def _round(request: StaffRequest, pk: int) -> RecertificationRound:
    review: RecertificationRound = get_object_or_404(pages.rounds_seen(request.user, timezone.now()), pk=pk)
    return review


@require_GET
def recertification_rounds(request: StaffRequest) -> HttpResponse:
    """Reviews that are open or closed, and when the next ones are due."""
    now, tab = timezone.now(), pages.tab_of(request.GET.get("tab", ""), pages.ROUND_TABS)
    context: dict[str, Any] = {"tab": tab, "tabs": pages.tabs_of(tab, pages.ROUND_TABS)}
    if tab == "next":
        context["reviews"] = pages.next_reviews(request.user, now)
    else:
        rows = pages.rounds_seen(request.user, now).filter(status=tab)
        page = page_by_key(rows, order=("-opened_at", "-pk"), after=request.GET.get("after"), filled=True)
        clocks, progress = deadlines_of(KIND, [row.pk for row in page]), pages.progress_of(page)
        context["page"] = page
        context["lines"] = [
            (row, next(iter(clocks.get(row.pk, [])), None), progress.get(row.pk, (0, 0))) for row in page
        ]
    return render(request, "accounts/recertification/recertification_rounds.html", context)


@require_POST
def recertification_open(request: StaffRequest) -> HttpResponse:
    """Open a review by hand: of an account, or of the company's roles."""
    if not accounts_for(request.user, MANAGE):
        require(request.user, MANAGE_PEOPLE)
    form = OpeningForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This account does not exist. Please choose one from the list."))
        return redirect("accounts:recertification_rounds")
    try:
        review = services.open_round(form.cleaned_data["account"], actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("accounts:recertification_rounds")
    messages.success(request, _("The review is open, and whoever decides is told."))
    return redirect(review)


@require_GET
def recertification_round(request: StaffRequest, pk: int) -> HttpResponse:
    """One round: its lines with what a reviewer must know, and the decisions."""
    return _page(request, _round(request, pk))


def _page(request: StaffRequest, review: RecertificationRound, form: DecisionForm | None = None) -> HttpResponse:
    """The page; ticks and words of a form that was refused stay."""
    now, pk = timezone.now(), review.pk
    waits = pages.has_lines(review, request.user, now)
    tab = pages.tab_of(request.GET.get("tab", "mine" if waits else "all"), pages.LINE_TABS)
    rows = pages.lines_of(review, request.user, tab, now)
    page = page_by_key(rows, order=("person_id", "pk"), after=request.GET.get("after"), size=LINES_SHOWN, filled=True)
    decided, total = pages.progress_of([review]).get(pk, (0, 0))
    context: dict[str, Any] = {
        "review": review,
        "page": page,
        "tab": tab,
        "tabs": pages.tabs_of(tab, pages.LINE_TABS),
        "lines": list(pages.shown_lines(page, request.user, now)),
        "decided": decided,
        "total": total,
        "clock": next(iter(deadlines_of(KIND, [pk]).get(pk, [])), None),
        "entries": history_of(KIND, pk, 50),
    }
    context["may_decide"] = any(line.mine for line in context["lines"])
    if form is None:
        return render(request, PAGE, context)
    context |= {"form": form, "ticked": request.POST.getlist("lines")}
    return render_refused(request, PAGE, context, form)


@require_POST
def recertification_decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep or revoke the ticked lines."""
    review = _round(request, pk)
    if not pages.may_decide(review, request.user, timezone.now()):
        raise Denial(_("None of these rights is yours to decide. The page says whose they are."))
    form = DecisionForm(request.POST)
    form.fields["lines"].choices = [(value, value) for value in review.lines.values_list("pk", flat=True)]  # type: ignore[attr-defined]

    def decide() -> object:
        data = form.cleaned_data
        return services.decide_lines(
            review, data["decision"], data["lines"], actor=request.user, reason=data["reason"]
        )

    if not form.carried_out(decide):
        return _page(request, review, form)
    decided = form.outcome
    for line, sentence in decided.refused:
        messages.error(request, f"{line}: {sentence}")
    if decided.done:
        count = len(decided.done)
        messages.success(request, ngettext("%d right decided.", "%d rights decided.", count) % count)
    return redirect(review)


@require_http_methods(["GET", "POST"])
def recertification_export(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The lines of a round as a file, for a reason (R-107)."""
    review, now = _round(request, pk), timezone.now()
    lines = pages.lines_of(review, request.user, "all", now).order_by("person_id", "pk")
    taken = Takeable(
        page="recertification_round", title=str(review), headers=pages.LINE_HEADERS, personal=True, record=review,
        rows=lambda: map(pages.line_cells, pages.shown_lines(lines, request.user, now)),
        back=review.get_absolute_url(),
    )  # fmt: skip
    return answer_export(request, taken)


@require_GET
def rights_findings(request: StaffRequest) -> HttpResponse:
    """Rights long unused, in conflict, or of people who have left."""
    pages.require_findings(request.user)
    now, tab = timezone.now(), pages.tab_of(request.GET.get("tab", ""), pages.FINDING_TABS)
    page = page_by_key(pages.findings(request.user, tab, now), order=("pk",), after=request.GET.get("after"))
    manages, keeps = accounts_for(request.user, MANAGE), bool(can(request.user, MANAGE_PEOPLE))
    context = {
        "page": page, "tab": tab, "tabs": pages.tabs_of(tab, pages.FINDING_TABS),
        "rows": [
            (row, row.grant.person_id != request.user.pk and (keeps or row.grant.account_id in manages))
            for row in pages.shown_grants(page, now)
        ],
        "under_review": set(RecertificationRound.objects.open().values_list("account_id", flat=True)),
    }  # fmt: skip
    return render(request, "accounts/recertification/rights_findings.html", context)


@require_http_methods(["GET", "POST"])
def rights_findings_export(request: StaffRequest) -> HttpResponseBase:
    """The findings of a tab as a file, for a reason (R-107)."""
    pages.require_findings(request.user)
    now, tab = timezone.now(), pages.tab_of(request.GET.get("tab", ""), pages.FINDING_TABS)
    rows = pages.findings(request.user, tab, now).order_by("pk")
    taken = Takeable(
        page="rights_findings", title=_("Findings about rights"), headers=pages.GRANT_HEADERS, personal=True,
        rows=lambda: map(pages.grant_cells, pages.shown_grants(rows, now)),
        back=reverse("accounts:rights_findings"),
    )  # fmt: skip
    return answer_export(request, taken)


@require_POST
def rights_finding_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a right that was found, with the reason."""
    grant = get_object_or_404(pages.grants_seen(request.user), pk=pk)
    services.require_over(grant, request.user)
    form, tab = RevokingForm(request.POST), pages.tab_of(request.GET.get("tab", ""), pages.FINDING_TABS)
    page = f"{reverse('accounts:rights_findings')}?tab={tab}"
    if not form.carried_out(lambda: services.revoke_found(grant, actor=request.user, **form.cleaned_data)):
        return turn_back(request, page, form)
    messages.success(request, _("The right is taken, and the person is told."))
    return redirect(page)
