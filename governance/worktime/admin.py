"""Working calendars in Django admin: written through services, so that running deadlines are reckoned anew."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from governance.access.services import can
from governance.administration.pages import Narrow, ReadOnlyAdmin
from governance.worktime.models import CalendarDay, CalendarYear, WorkCalendar, WorkSpan
from governance.worktime.services import RIGHT, complete_year, remove_day, reopen_year, set_day, set_hours


class ServiceAdmin(Narrow):
    """Adds, changes and deletes single rows through the services of the room; operators only.

    What a service refuses is answered by the middleware with the sentence.
    """

    show_full_result_count = False
    fixed: tuple[str, ...] = ("calendar",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fixed if obj else ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    def _may(self, request: HttpRequest) -> bool:
        return bool(can(request.user, RIGHT))  # type: ignore[arg-type]


@admin.register(WorkCalendar)
class WorkCalendarAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_zh", "name_en", "zone", "version", "changed_at")


@admin.register(CalendarDay)
class CalendarDayAdmin(ServiceAdmin):
    list_display = ("calendar", "day", "kind", "name_zh", "name_en")
    list_select_related = ("calendar",)
    list_filter = ("calendar", "kind")
    date_hierarchy = "day"
    fixed = ("calendar", "day")

    def save_model(self, request: HttpRequest, obj: CalendarDay, form: ModelForm, change: bool) -> None:
        user: Any = request.user
        obj.pk = set_day(obj.calendar, obj.day, obj.kind, obj.name_zh, obj.name_en, actor=user).pk

    def delete_model(self, request: HttpRequest, obj: CalendarDay) -> None:
        user: Any = request.user
        remove_day(obj.calendar, obj.day, actor=user)


@admin.register(WorkSpan)
class WorkSpanAdmin(ServiceAdmin):
    list_display = ("calendar", "weekday", "opens", "closes")
    list_select_related = ("calendar",)
    list_filter = ("calendar",)
    fixed = ("calendar", "weekday")

    def save_model(self, request: HttpRequest, obj: WorkSpan, form: ModelForm, change: bool) -> None:
        user: Any = request.user
        set_hours(obj.calendar, obj.weekday, [*self._others(obj), (obj.opens, obj.closes)], actor=user)
        obj.pk = WorkSpan.objects.get(calendar=obj.calendar, weekday=obj.weekday, opens=obj.opens).pk

    def delete_model(self, request: HttpRequest, obj: WorkSpan) -> None:
        user: Any = request.user
        set_hours(obj.calendar, obj.weekday, self._others(obj), actor=user)

    def _others(self, obj: WorkSpan) -> list[tuple[time, time]]:
        rows = WorkSpan.objects.filter(calendar=obj.calendar, weekday=obj.weekday).exclude(pk=obj.pk)
        return list(rows.values_list("opens", "closes"))


@admin.register(CalendarYear)
class CalendarYearAdmin(ServiceAdmin):
    list_display = ("calendar", "year", "source", "loaded_at")
    list_select_related = ("calendar",)
    list_filter = ("calendar",)
    fixed = ("calendar", "year")

    def save_model(self, request: HttpRequest, obj: CalendarYear, form: ModelForm, change: bool) -> None:
        user: Any = request.user
        obj.pk = complete_year(obj.calendar, obj.year, source=obj.source, actor=user).pk

    def delete_model(self, request: HttpRequest, obj: CalendarYear) -> None:
        user: Any = request.user
        reopen_year(obj.calendar, obj.year, actor=user)
