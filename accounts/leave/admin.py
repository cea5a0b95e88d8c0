"""Leave in Django admin: to be read only."""

from django.contrib import admin

from accounts.leave.models import Leave, LeaveHandover
from governance.public import ReadOnlyAdmin


@admin.register(Leave)
class LeaveAdmin(ReadOnlyAdmin):
    list_display = ("person", "first_day", "last_day", "deputy", "status")
    list_select_related = ("person", "deputy")
    list_filter = ("status",)


@admin.register(LeaveHandover)
class LeaveHandoverAdmin(ReadOnlyAdmin):
    list_display = ("leave_id", "deadline_id", "handed_at", "returned_at")
