"""People and departments: who works here, for whom, with which rights."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.people.models import Department, User
from accounts.people.rights import rights_by_account, role_names
from governance.public import accounts_for, can, history_of, searched


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Every active member of staff, by department."""
    staff = (
        User.objects.filter(is_active=True)
        .select_related("department", "superior")
        .prefetch_related("groups")
        .order_by("department__code", "username")
    )
    text = searched(request.GET.get("q", ""), limit=150)
    if text:
        staff = staff.filter(display_name__icontains=text) | staff.filter(username__icontains=text)
    lines = [(member, role_names(group.name for group in member.groups.all())) for member in staff]
    return render(request, "accounts/people/people.html", {"lines": lines, "q": text})


@require_GET
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: place in the company, roles, and rights on the accounts that the reader may see."""
    user: Any = request.user
    seen = accounts_for(user)
    knows = user.pk == pk or bool(can(user, "governance.manage_people"))
    person = get_object_or_404(User.objects.select_related("department", "superior"), pk=pk)
    return render(
        request,
        "accounts/people/person_detail.html",
        {
            "person": person,
            "roles": role_names(person.groups.values_list("name", flat=True)),
            "rights": [row for row in rights_by_account(person) if knows or row[0].pk in seen],
            "reports": person.reports_to_me.filter(is_active=True).order_by("username"),
            "entries": history_of("user", person.pk, 50) if knows or can(user, "governance.view_ledger") else [],
        },
    )


@require_GET
def department_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One department: its head, its people and its accounts."""
    department = get_object_or_404(Department.objects.select_related("head", "parent"), pk=pk)
    return render(
        request,
        "accounts/people/department_detail.html",
        {
            "department": department,
            "staff": department.staff.filter(is_active=True).order_by("username"),
            "accounts": department.platform_accounts.filter(pk__in=accounts_for(request.user)),  # type: ignore[arg-type]
            "entries": history_of("department", department.pk, 50),
        },
    )
