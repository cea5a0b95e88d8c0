"""The departments of the company: the tree, one of them, adding and changing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people import services
from accounts.people.forms import DepartmentForm, NewDepartmentForm
from accounts.people.models import Department
from accounts.people.rules import MANAGE_PEOPLE
from governance.public import Refused, StaffRequest, accounts_for, can, history_of, require


def tree_of(rows: list[Department]) -> list[tuple[int, Department]]:
    """Every department below the one that it is part of, with its depth; what has no top comes last."""
    below: dict[int | None, list[Department]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    known = {row.pk for row in rows}
    found: list[tuple[int, Department]] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in below.pop(parent, ()):
            found.append((depth, row))
            walk(row.pk, depth + 1)

    walk(None, 0)
    for parent in [parent for parent in below if parent not in known]:
        walk(parent, 0)
    return found


@require_GET
def departments(request: StaffRequest) -> HttpResponse:
    """All departments as a tree, with their heads and how many people work there; closed ones on request."""
    manages = bool(can(request.user, MANAGE_PEOPLE))
    closed = manages and "closed" in request.GET
    rows: Any = Department.objects.select_related("head").annotate(
        people=Count("staff", filter=Q(staff__is_active=True))
    )
    if not closed:
        rows = rows.filter(is_active=True)
    context = {"rows": tree_of(list(rows.order_by("code"))), "manages": manages, "closed": closed}
    return render(request, "accounts/people/departments.html", context)


@require_GET
def department_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One department: its head, its people and its accounts."""
    department = get_object_or_404(Department.objects.select_related("head", "parent"), pk=pk)
    return render(
        request,
        "accounts/people/department_detail.html",
        {
            "department": department,
            "staff": department.staff.filter(is_active=True).order_by("username"),
            "parts": department.children.filter(is_active=True).order_by("code"),
            "accounts": department.platform_accounts.filter(pk__in=accounts_for(request.user)),
            "manages": bool(can(request.user, MANAGE_PEOPLE)),
            "entries": history_of("department", department.pk, 50),
        },
    )


@require_http_methods(["GET", "POST"])
def department_new(request: StaffRequest) -> HttpResponse:
    """Add a department."""
    require(request.user, MANAGE_PEOPLE)
    form = NewDepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            department = services.add_department(actor=request.user, **form.cleaned_data)
        except (Refused, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The department is added."))
            return redirect("accounts:department_detail", pk=department.pk)
    status = 422 if form.errors else 200
    return render(request, "accounts/people/department_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def department_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a department: names, what it is part of, its head, whether it is in use."""
    require(request.user, MANAGE_PEOPLE)
    department = get_object_or_404(Department.objects.select_related("head", "parent"), pk=pk)
    form = DepartmentForm(request.POST or None, department=department)
    if request.method == "POST" and form.carried_out(
        lambda: services.change_department(department, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The department is saved."))
        return redirect("accounts:department_detail", pk=pk)
    context = {"department": department, "form": form}
    return render(request, "accounts/people/department_edit.html", context, status=422 if form.errors else 200)
