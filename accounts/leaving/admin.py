"""Leaving in Django admin: to be read only."""

from django.contrib import admin

from accounts.leaving.models import Departure, DepartureLine
from governance.public import ReadOnlyAdmin


@admin.register(Departure)
class DepartureAdmin(ReadOnlyAdmin):
    list_display = ("person", "leaves_on", "status", "planned_by")
    list_select_related = ("person", "planned_by")
    list_filter = ("status",)


@admin.register(DepartureLine)
class DepartureLineAdmin(ReadOnlyAdmin):
    list_display = ("departure_id", "holding", "record", "object_id", "successor")
    list_select_related = ("successor",)
