"""The admin page of saved filters."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.lists.models import ListExport, SavedFilter


@admin.register(SavedFilter)
class SavedFilterAdmin(ReadOnlyAdmin):
    """Shows what people keep."""

    list_display = ["user", "page", "name"]
    list_filter = ["page"]


@admin.register(ListExport)
class ListExportAdmin(ReadOnlyAdmin):
    list_display = ("page", "record_kind", "record_id", "format", "rows", "exported_by", "exported_at", "reason")
    list_select_related = ("exported_by",)
    list_filter = ("page", "personal")
