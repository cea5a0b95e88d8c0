"""People and departments: who works here, for whom, with which rights."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.grants.reading import sees_access_of, sees_roles_of
from accounts.groups.reading import seats_of
from accounts.leave.pages import leave_of, stood_in_by
from accounts.leave.services import may_record_absence
from accounts.people.joining import steps_of
from accounts.people.models import User
from accounts.people.rights import rights_by_account, role_names
from accounts.people.rules import MANAGE_PEOPLE
from accounts.posts.pages import held_by
from accounts.qualifications.reading import last_of
from governance.public import Takeable, accounts_for, answer_export, can, history_of, require, searched

HEADERS = (
    gettext_lazy("Login name"),
    gettext_lazy("Name"),
    gettext_lazy("Department"),
    gettext_lazy("Post"),
    gettext_lazy("Superior"),
    gettext_lazy("Roles"),
)


def _staff(text: str, *, is_active: bool = True) -> QuerySet[User]:
    """Members of staff whose name holds the text, by department: who works here, or whose login is closed."""
    staff = (
        User.objects.filter(is_active=is_active)
        .select_related("department", "superior")
        .prefetch_related("groups")
        .order_by("department__code", "username")
    )
    if text:
        staff = staff.filter(display_name__icontains=text) | staff.filter(username__icontains=text)
    return staff


def _roles(member: User) -> list[str]:
    return [str(name) for name in role_names(group.name for group in member.groups.all())]


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Every active member of staff, by department; whoever manages people sees the closed logins too."""
    text = searched(request.GET.get("q", ""), limit=150)
    manages = bool(can(request.user, MANAGE_PEOPLE))  # type: ignore[arg-type]
    closed = manages and "closed" in request.GET
    lines = [(member, _roles(member)) for member in _staff(text, is_active=not closed)]
    context = {"lines": lines, "q": text, "closed": closed, "manages": manages, "may_export": manages}
    return render(request, "accounts/people/people.html", context)


@require_http_methods(["GET", "POST"])
def people_export(request: HttpRequest) -> HttpResponseBase:
    """The list of people as a file, for whoever manages them, for a reason (R-107)."""
    require(request.user, MANAGE_PEOPLE)  # type: ignore[arg-type]
    staff = _staff(searched(request.GET.get("q", ""), limit=150))
    rows = (
        (member.username, member.display_name, member.department, member.post, member.superior,
         ", ".join(_roles(member)))
        for member in staff
    )  # fmt: skip
    taken = Takeable(
        page="people", title=_("People"), headers=HEADERS, rows=lambda: rows, personal=True,
        back=reverse("accounts:people"),
    )  # fmt: skip
    return answer_export(request, taken)


@require_GET
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: place in the company, roles, and rights on the accounts that the reader may see."""
    user: Any = request.user
    seen = accounts_for(user)
    manages = bool(can(user, MANAGE_PEOPLE))
    knows = user.pk == pk or manages
    person = get_object_or_404(User.objects.select_related("department", "superior"), pk=pk)
    now = timezone.now()
    return render(
        request,
        "accounts/people/person_detail.html",
        {
            "person": person,
            "manages": manages and user.pk != pk,
            "sees_roles": sees_roles_of(user, person),
            "sees_access": sees_access_of(user, person),
            "roles": role_names(person.groups.values_list("name", flat=True)),
            "rights": [row for row in rights_by_account(person) if knows or row[0].pk in seen],
            "reports": person.reports_to_me.filter(is_active=True).order_by("username"),
            "steps": steps_of(person, now) if knows and person.is_active else [],
            "posts": held_by(person, now),
            "seats": seats_of(person, now),
            "heads": person.headed_departments.filter(is_active=True).order_by("code"),
            "qualification": last_of(person, user),
            "now": now,
            "leaves": leave_of(person, now),
            "stands_in": stood_in_by(person, now),
            "may_record_absence": user.pk != pk and may_record_absence(user, person),
            "entries": history_of("user", person.pk, 50) if knows or can(user, "governance.view_ledger") else [],
        },
    )
