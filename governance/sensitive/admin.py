"""Sensitive operations in Django admin: to be read only."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.sensitive.models import SensitiveOperation


@admin.register(SensitiveOperation)
class SensitiveOperationAdmin(ReadOnlyAdmin):
    list_display = ("id", "code", "title", "account", "asked_by", "agreed_by", "status", "done_at")
    list_select_related = ("account", "asked_by", "agreed_by")
    list_filter = ("status", "code")
