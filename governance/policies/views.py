"""Pages of the rule books: read and sign them, change them with a second person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access.services import can, require
from governance.ledger.services import history_of
from governance.policies import reading, services
from governance.policies.books import today
from governance.policies.forms import BindForm, ChangeForm, ReviewForm, UnbindForm
from governance.policies.models import LegalRule, PackBinding, Parameter, Policy, PolicyVersion
from governance.policies.trials import trial_address
from governance.policies.workflow import MANAGE
from governance.refusals.answering import turn_back
from governance.refusals.exceptions import Refused
from governance.workflow.forms import MoveForm

BOARD = "governance.view_board"

# mypy: disable-error-code="arg-type,misc"
# The login middleware has made request.user a member of staff.


@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """The rule books, and which of them wait for my signature."""
    rows = reading.policies_for(request.user, timezone.now())
    return render(request, "governance/policies/policies.html", {"rows": rows})


@require_GET
def policy_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One rule book: chapters and clauses in both languages, parameters with provenance, bindings, history."""
    policy = get_object_or_404(Policy.objects.select_related("owner"), code=code)
    version = policy.versions.in_force(today(None)).first()
    tab = request.GET.get("tab", "clauses")
    context: dict[str, Any] = {
        "policy": policy, "version": version, "tab": tab, "may_manage": can(request.user, MANAGE),
        "sees_board": can(request.user, BOARD),
        "signed": version and version.readings.filter(user=request.user).first(),
        "proposal": policy.versions.filter(status="draft").first(),
        "reviews": policy.reviews.select_related("reviewed_by")[:3], "review_form": ReviewForm(),
    }  # fmt: skip
    context |= reading.tab_of(policy, version, tab) | {"bind_form": BindForm()}
    return render(request, "governance/policies/policy_detail.html", context)


@require_GET
def legal_rules(request: HttpRequest) -> HttpResponse:
    """The rules of law that the software checks."""
    rules = LegalRule.objects.select_related("confirmed_by")
    context = {"rules": rules, "may_confirm": can(request.user, services.COUNSEL)}
    return render(request, "governance/policies/legal_rules.html", context)


@require_POST
def legal_rule_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Counsel confirms a rule."""
    require(request.user, services.COUNSEL)
    services.confirm_legal_rule(get_object_or_404(LegalRule, code=code), actor=request.user)
    return redirect(f"{reverse('governance:legal_rules')}#{code}")


@require_GET
def parameter_detail(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One parameter of one rule book: its value, where it comes from, how it merges, what it was."""
    policy = get_object_or_404(Policy, code=code)
    version = policy.versions.in_force(today(None)).first()
    parameter = get_object_or_404(Parameter, version=version, name=name)
    rows = reading.history_of_parameter(policy, name)
    context = {
        "policy": policy,
        "parameter": parameter,
        "rows": rows,
        "may_manage": can(request.user, MANAGE),
        "sees_board": can(request.user, BOARD),
    }
    return render(request, "governance/policies/parameter_detail.html", context)


@require_http_methods(["GET", "POST"])
def parameter_change(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Propose another value; a second person decides."""
    require(request.user, MANAGE)
    policy = get_object_or_404(Policy, code=code)
    version = policy.versions.approved().order_by("-effective_from", "-number").first()
    parameter = get_object_or_404(Parameter, version=version, name=name)
    form = ChangeForm(request.POST or None, parameter=parameter, initial={"effective_from": today(None)})
    if form.is_valid():
        data = form.cleaned_data
        try:
            proposed = services.propose_change(
                policy, values={name: data["value"]}, effective_from=data["effective_from"], reason=data["reason"],
                actor=request.user,
            )  # fmt: skip
            messages.success(request, _("Proposed. A colleague who manages the rule books decides now."))
            return redirect("governance:policy_version", proposed.pk)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    context = {"policy": policy, "parameter": parameter, "form": form, "trial": trial_address(name, code)}
    return render(request, "governance/policies/parameter_change.html", context)


@require_GET
def policy_version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: what it changes, who decided, who signed."""
    version = get_object_or_404(PolicyVersion.objects.select_related("policy", "proposed_by", "decided_by"), pk=pk)
    context = {
        "version": version, "changes": reading.changes_of(version),
        "readings": version.readings.select_related("user")[:200],
        "entries": history_of("policy_version", version.pk, 50),
    }  # fmt: skip
    return render(request, "governance/policies/policy_version.html", context)


@require_POST
def policyversion_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Approve, reject or withdraw a proposed version."""
    version = get_object_or_404(PolicyVersion, pk=pk)
    require(request.user, MANAGE)
    form = MoveForm({**request.POST.dict(), "name": name}, machine=PolicyVersion.machine)

    def decide() -> object:
        data = form.cleaned_data
        return services.decide_change(version, name, actor=request.user, note=data["note"], lock=data["version"])

    page = reverse("governance:policy_version", args=[pk])
    return redirect(page) if form.carried_out(decide) else turn_back(request, page, form)


@require_POST
def policy_sign(request: HttpRequest, code: str) -> HttpResponse:
    """Sign the version in force as read."""
    policy = get_object_or_404(Policy, code=code)
    version = get_object_or_404(PolicyVersion.objects.in_force(today(None)), policy=policy)
    services.sign_policy(version, actor=request.user)
    messages.success(request, _("Signed. Thank you for reading."))
    return redirect("governance:policy_detail", code)


@require_POST
def policy_bind(request: HttpRequest, code: str) -> HttpResponse:
    """Bind the rule book to an account or a department."""
    policy = get_object_or_404(Policy, code=code)
    require(request.user, MANAGE)
    form, page = BindForm(request.POST), f"{policy.get_absolute_url()}?tab=bindings"
    bound = form.carried_out(lambda: services.bind_pack(policy, actor=request.user, **form.cleaned_data))
    return redirect(page) if bound else turn_back(request, page, form)


@require_POST
def policy_unbind(request: HttpRequest, pk: int) -> HttpResponse:
    """End a binding, with a reason."""
    binding = get_object_or_404(PackBinding.objects.select_related("policy"), pk=pk)
    require(request.user, MANAGE)
    form, page = UnbindForm(request.POST), f"{binding.policy.get_absolute_url()}?tab=bindings"
    ended = form.carried_out(lambda: services.unbind_pack(binding, actor=request.user, **form.cleaned_data))
    return redirect(page) if ended else turn_back(request, page, form)


@require_POST
def policy_review(request: HttpRequest, code: str) -> HttpResponse:
    """Record the yearly review."""
    policy = get_object_or_404(Policy, code=code)
    require(request.user, MANAGE)
    form = ReviewForm(request.POST)
    reviewed = form.carried_out(lambda: services.review_policy(policy, actor=request.user, **form.cleaned_data))
    return redirect(policy) if reviewed else turn_back(request, policy, form)
