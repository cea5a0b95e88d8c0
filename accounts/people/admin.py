"""People and departments in Django admin: written through services; rights are not granted here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.people.models import Department, User
from accounts.people.rules import CODE_CHOSEN_ONCE
from accounts.people.services import add_department, add_person, change_department, change_person
from governance.public import ReadOnlyAdmin, RecordAdmin

admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """Roles are rows of the code; shown here, changed there."""

    list_display = ("name",)


@admin.register(Department)
class DepartmentAdmin(RecordAdmin):
    list_display = ("code", "name_zh", "name_en", "head", "is_active")
    list_select_related = ("head",)
    raw_id_fields = ("head", "parent")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        return super().get_form(request, obj, change, **{"help_texts": {"code": CODE_CHOSEN_ONCE}, **options})

    def add_row(self, actor: Any, values: dict[str, Any]) -> Department:
        return add_department(actor=actor, **values)

    def change_row(self, obj: Department, actor: Any, values: dict[str, Any]) -> None:
        change_department(obj, actor=actor, **values)


@admin.register(User)
class UserAdmin(RecordAdmin):
    """The person's record; passwords are set by the person, rights by grants."""

    list_display = ("username", "display_name", "department", "superior", "is_active")
    list_select_related = ("department", "superior")
    search_fields = ("username", "display_name", "employee_number")
    raw_id_fields = ("superior",)
    fields = (
        "username",
        "display_name",
        "email",
        "employee_number",
        "department",
        "superior",
        "post",
        "language",
        "time_zone",
        "joined_on",
        "left_on",
        "is_active",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("username", "is_active") if obj else ("is_active",)

    def add_row(self, actor: Any, values: dict[str, Any]) -> User:
        return add_person(actor=actor, **values)

    def change_row(self, obj: User, actor: Any, values: dict[str, Any]) -> None:
        change_person(obj, actor=actor, **values)
