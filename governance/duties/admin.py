"""Duties and their records in Django admin: to be read only."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.duties.models import Duty, DutyAttachment, DutyRecord


@admin.register(Duty)
class DutyAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "account", "department", "person", "owner", "status", "opened_at", "due_at")
    list_select_related = ("account", "department", "person", "owner")
    list_filter = ("status", "kind", "cause")


@admin.register(DutyRecord)
class DutyRecordAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "account", "department", "person", "filed_by", "filed_at", "valid_until", "faults")
    list_select_related = ("account", "department", "person", "filed_by")
    list_filter = ("kind",)


@admin.register(DutyAttachment)
class DutyAttachmentAdmin(ReadOnlyAdmin):
    list_display = ("id", "record_id", "shown_name", "mime", "size")
