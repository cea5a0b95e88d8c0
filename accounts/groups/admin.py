"""Seats on governing groups in Django admin: to be read only."""

from django.contrib import admin

from accounts.groups.models import GroupSeat
from governance.public import ReadOnlyAdmin


@admin.register(GroupSeat)
class GroupSeatAdmin(ReadOnlyAdmin):
    list_display = ("policy", "unit", "person", "starts_on", "until", "ended_at")
    list_select_related = ("policy", "person")
    list_filter = ("policy",)
