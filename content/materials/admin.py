"""Material requests in Django admin: to be read only."""

from django.contrib import admin

from content.materials.models import MaterialFile, MaterialRequest
from governance.public import ReadOnlyAdmin


@admin.register(MaterialRequest)
class MaterialRequestAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "account", "department", "status", "responsible", "due_at")
    list_select_related = ("account", "department", "responsible")
    list_filter = ("status", "sort")
    search_fields = ("title",)


@admin.register(MaterialFile)
class MaterialFileAdmin(ReadOnlyAdmin):
    list_display = ("id", "request", "shown_name", "size", "added_by", "added_at")
    list_select_related = ("request", "added_by")
