"""Leave: mine, those in which I stand in, those of my people; one leave; an absence without approval."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.leave import pages, services
from accounts.leave.forms import AbsenceForm
from accounts.leave.models import Leave
from accounts.leave.workflow import LEAVE, own_leave
from accounts.people.models import User
from governance.public import Denial, MoveForm, Refused, StaffRequest, history_of, page_by_key, turn_back

MOVES = {
    "withdraw": services.withdraw_leave, "come_back": services.come_back, "end_absence": services.come_back,
}  # fmt: skip


@require_GET
def leaves(request: StaffRequest) -> HttpResponse:
    """The leaves of a tab, the latest first."""
    tab = request.GET.get("tab", "mine")
    tab = tab if tab in dict(pages.TABS) else "mine"
    page = page_by_key(
        pages.rows_of(request.user, tab), order=("-first_day", "-pk"), after=request.GET.get("after"), filled=True
    )
    context = {"page": page, "tabs": pages.tabs_of(tab), "tab": tab}
    return render(request, "accounts/leave/leaves.html", context)


@require_GET
def leave_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One leave: days, deputy, decision, what was handed over."""
    leave = get_object_or_404(pages.visible_to(request.user), pk=pk)
    context = {
        "leave": leave,
        "moves": pages.own_moves(leave, request.user, timezone.now()),
        "handed": leave.handovers.count(),
        "waiting": leave.handovers.filter(returned_at=None).count(),
        "entries": history_of("leave", leave.pk, 50),
    }
    return render(request, "accounts/leave/leave_detail.html", context)


@require_POST
def leave_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Withdraw, or say that one is back."""
    leave = get_object_or_404(pages.visible_to(request.user), pk=pk)
    reason = own_leave(leave, request.user, {})
    if reason is not None:
        raise Denial(reason)
    form = MoveForm({**request.POST.dict(), "name": request.POST.get("move", "")}, machine=LEAVE)
    if form.is_valid() and form.cleaned_data["name"] not in MOVES:
        return turn_back(request, leave, form, _("A leave is decided on its request."))
    moved = form.carried_out(
        lambda: MOVES[form.cleaned_data["name"]](leave, actor=request.user, version=form.cleaned_data["version"])
    )
    return redirect(leave) if moved else turn_back(request, leave, form)


@require_http_methods(["GET", "POST"])
def absence_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter that one of my people is away without approval."""
    person = get_object_or_404(User.objects.filter(is_active=True), pk=pk)
    if request.user.pk == person.pk or not services.may_record_absence(request.user, person):
        raise Denial(
            _("Only the superior, the head of the department or an administrator of people enters an absence.")
        )
    form = AbsenceForm(request.POST or None, person=person, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            leave: Leave = services.record_absence(actor=request.user, person=person, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The absence is entered."))
            return redirect(leave)
    context = {"person": person, "form": form}
    return render(request, "accounts/leave/absence_new.html", context, status=422 if form.errors else 200)
