"""The admin page of saved filters."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.lists.models import SavedFilter


@admin.register(SavedFilter)
class SavedFilterAdmin(ReadOnlyAdmin):
    """Shows what people keep."""

    list_display = ["user", "page", "name"]
    list_filter = ["page"]
