"""The pages of prize draws for colleagues."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.campaigns.lacking import may_run
from content.campaigns.models import Campaign
from content.campaigns.rules import MANAGE
from content.draws import delivering, planning, replacing, services, witnesses
from content.draws.forms import (
    CodeForm,
    DrawForm,
    HoldForm,
    ListForm,
    NoteForm,
    RejectForm,
    ReplacementForm,
    SeenWitnessForm,
    StepForm,
    WitnessChangeForm,
    WitnessForm,
)
from content.draws.models import Draw, DrawWinner, WitnessChange
from content.draws.pages import draw_page
from governance.public import Denial, NotAllowed, StaffRequest, WordedForm, posted, render_refused, require

PAGE = "content/draws/draw_detail.html"


def _draw(request: StaffRequest, pk: int) -> Draw:
    rows = Draw.objects.visible_to(request.user).select_related(
        "campaign__account", "campaign__owner", "campaign__author", "witness", "frozen_by", "drawn_by"
    )
    return get_object_or_404(rows, pk=pk)


def _run(request: StaffRequest, pk: int) -> Draw:
    """The draw, for whoever runs its campaign."""
    draw = _draw(request, pk)
    if not may_run(draw.campaign, request.user):
        raise Denial(_("The owner of the campaign, or who manages the account, takes this step."))
    return draw


def _store(
    request: StaffRequest, draw: Draw, form: WordedForm, name: str, act: Callable[[], Any], done: str
) -> HttpResponse:
    """Carry out what a form of the page asks; with a fault the page comes back with what was typed."""
    if form.carried_out(act):
        messages.success(request, done)
        return redirect(draw)
    context = draw_page(_draw(request, draw.pk), request.user, timezone.now(), **{name: form})
    return render_refused(request, PAGE, context, form)


def _plan(request: StaffRequest, campaign: Campaign, draw: Draw | None) -> HttpResponse:
    """The form of a draw, new or changed."""
    form = DrawForm(posted(request), campaign=campaign, actor=request.user, draw=draw)
    if form.made_once(
        lambda: planning.plan_draw(
            campaign, actor=request.user, draw=draw, version=form.cleaned_data["version"], **form.content()
        ),
        model=Draw,
        actor=request.user,
    ):
        messages.success(request, _("The draw is planned."))
        return redirect(form.outcome)
    context = {"form": form, "campaign": campaign, "draw": draw}
    return render(request, "content/draws/draw_form.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def draw_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Plan a draw of a campaign."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("account"), pk=pk)
    if not may_run(campaign, request.user):
        raise Denial(_("The owner of the campaign, or who manages the account, takes this step."))
    return _plan(request, campaign, None)


@require_http_methods(["GET", "POST"])
def draw_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a planned draw."""
    draw = _run(request, pk)
    return _plan(request, draw.campaign, draw)


@require_GET
def draw_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One draw with its steps."""
    return render(request, PAGE, draw_page(_draw(request, pk), request.user, timezone.now()))


@require_POST
def draw_freeze(request: StaffRequest, pk: int) -> HttpResponse:
    """Freeze the list."""
    draw, form = _run(request, pk), ListForm(request.POST, request.FILES)
    return _store(
        request, draw, form, "list_form",
        lambda: services.freeze_list(
            draw, actor=request.user, handles=form.names(), version=form.cleaned_data["version"]
        ),
        _("The list is frozen and public."),
    )  # fmt: skip


@require_POST
def draw_hold(request: StaffRequest, pk: int) -> HttpResponse:
    """Add the public value and draw."""
    draw, form = _run(request, pk), HoldForm(request.POST)
    return _store(
        request, draw, form, "hold_form",
        lambda: services.hold_draw(draw, actor=request.user, **form.cleaned_data),
        _("The draw was held. The witness was told."),
    )  # fmt: skip


@require_POST
def draw_witness(request: StaffRequest, pk: int) -> HttpResponse:
    """Witness the draw."""
    draw, form = _draw(request, pk), WitnessForm(request.POST)
    if request.user.pk != draw.witness_id:
        raise Denial(_("%(name)s was named as the witness of this draw.") % {"name": draw.witness})
    return _store(
        request, draw, form, "witness_form",
        lambda: services.witness_draw(draw, actor=request.user, **form.cleaned_data),
        _("The draw is witnessed, and the winners are shown."),
    )  # fmt: skip


@require_POST
def draw_void(request: StaffRequest, pk: int) -> HttpResponse:
    """Void a draw that was not held."""
    draw, form = _draw(request, pk), StepForm(request.POST)
    require(request.user, MANAGE, draw.campaign)
    return _store(
        request, draw, form, "step_form",
        lambda: replacing.void_draw(
            draw, actor=request.user, reason=form.cleaned_data["note"], version=form.cleaned_data["version"]
        ),
        _("The draw is void."),
    )  # fmt: skip


@require_POST
def draw_reject(request: StaffRequest, pk: int) -> HttpResponse:
    """The witness says that the public value is wrong."""
    draw, form = _draw(request, pk), RejectForm(request.POST, auto_id="reject-%s")
    if request.user.pk != draw.witness_id:
        raise Denial(_("%(name)s was named as the witness of this draw.") % {"name": draw.witness})
    return _store(
        request, draw, form, "reject_form",
        lambda: replacing.reject_draw(
            draw, actor=request.user, reason=form.cleaned_data["note"], version=form.cleaned_data["version"]
        ),
        _("The draw is void."),
    )  # fmt: skip


@require_POST
def draw_ask_witness(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask for another witness."""
    draw = _draw(request, pk)
    require(request.user, MANAGE, draw.campaign)
    form = WitnessChangeForm(request.POST, draw=draw, actor=request.user)
    return _store(
        request, draw, form, "witness_change_form",
        lambda: witnesses.ask_witness(draw, actor=request.user, **form.cleaned_data),
        _("Asked. Once a second person agrees, the draw has another witness."),
    )  # fmt: skip


@require_POST
def draw_name_witness(request: StaffRequest, pk: int) -> HttpResponse:
    """Agree to another witness."""
    change = get_object_or_404(WitnessChange.objects.select_related("witness"), pk=pk)
    draw = change.draw = _draw(request, change.draw_id)
    if (reason := witnesses.why_not_name(change, request.user)) is not None:
        raise Denial(reason)
    form = SeenWitnessForm(request.POST)
    return _store(
        request, draw, form, "name_witness_form",
        lambda: witnesses.name_witness(change, actor=request.user, **form.cleaned_data),
        _("The draw has another witness, who was told."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def draw_replace(request: StaffRequest, pk: int) -> HttpResponse:
    """Plan a draw in the place of a void one."""
    draw = _run(request, pk)
    form = ReplacementForm(posted(request), campaign=draw.campaign, actor=request.user)
    if form.made_once(
        lambda: replacing.replace_draw(draw, actor=request.user, **form.content()),
        model=Draw,
        actor=request.user,
    ):
        messages.success(request, _("The draw is planned."))
        return redirect(form.outcome)
    context = {"form": form, "campaign": draw.campaign, "draw": draw, "replaces": True}
    return render(request, "content/draws/draw_form.html", context, status=form.http_status)


@require_POST
def draw_finish(request: StaffRequest, pk: int) -> HttpResponse:
    """All prizes are out."""
    draw, form = _run(request, pk), StepForm(request.POST)
    return _store(
        request, draw, form, "step_form",
        lambda: services.finish_draw(draw, actor=request.user, version=form.cleaned_data["version"]),
        _("The draw is done."),
    )  # fmt: skip


@require_POST
def draw_code(request: StaffRequest, pk: int) -> HttpResponse:
    """Look up the code of a participant who asks for it."""
    draw, form = _run(request, pk), CodeForm(request.POST, auto_id="code-%s")
    found = form.carried_out(lambda: services.look_up_code(draw, form.cleaned_data["name"], actor=request.user))
    if isinstance(form.refusal, NotAllowed):
        raise Denial(form.refusal.sentence)
    context = draw_page(draw, request.user, timezone.now())
    context |= {"code": form.outcome, "asked": found, "code_form": form}
    return render_refused(request, PAGE, context, form)


def _winner(request: StaffRequest, pk: int) -> DrawWinner:
    """The winner, for whoever runs the campaign."""
    winner = get_object_or_404(DrawWinner, pk=pk)
    winner.draw = _run(request, winner.draw_id)
    return winner


@require_POST
def winner_contact(request: StaffRequest, pk: int) -> HttpResponse:
    """Seal how a winner is reached; without words, read it."""
    winner, form = _winner(request, pk), NoteForm(request.POST, auto_id=f"winner-{pk}-%s")
    reads = form.is_valid() and not form.cleaned_data["note"]
    if reads and form.carried_out(lambda: delivering.read_contact(winner, actor=request.user)):
        context = draw_page(winner.draw, request.user, timezone.now()) | {"contact": form.outcome, "of": winner}
        return render(request, PAGE, context)
    return _store(
        request, winner.draw, form, "winner_form",
        lambda: delivering.keep_contact(winner, actor=request.user, contact=form.cleaned_data["note"]),
        _("The contact is sealed. It is deleted by itself."),
    )  # fmt: skip


@require_POST
def winner_deliver(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a delivery."""
    winner, form = _winner(request, pk), NoteForm(request.POST, auto_id=f"winner-{pk}-%s")
    return _store(
        request, winner.draw, form, "winner_form",
        lambda: delivering.deliver_prize(winner, actor=request.user, how=form.cleaned_data["note"]),
        _("The delivery is recorded."),
    )  # fmt: skip


@require_POST
def winner_pass(request: StaffRequest, pk: int) -> HttpResponse:
    """Pass a prize on to the next in reserve."""
    winner, form = _winner(request, pk), NoteForm(request.POST, auto_id=f"winner-{pk}-%s")
    return _store(
        request, winner.draw, form, "winner_form",
        lambda: delivering.pass_prize(winner, actor=request.user, reason=form.cleaned_data["note"]),
        _("The prize is passed on."),
    )  # fmt: skip
