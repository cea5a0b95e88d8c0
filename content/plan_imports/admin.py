"""Imports of plan items in Django admin: to be read only."""

from django.contrib import admin

from content.plan_imports.models import PlanImport
from governance.public import ReadOnlyAdmin


@admin.register(PlanImport)
class PlanImportAdmin(ReadOnlyAdmin):
    list_display = ("id", "file_name", "status", "new", "same", "bad", "started_by", "started_at")
    list_select_related = ("started_by",)
    list_filter = ("status",)
