"""The admin page of searchable texts."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.search.models import SearchText


@admin.register(SearchText)
class SearchTextAdmin(ReadOnlyAdmin):
    """Shows what is indexed, without the words: they may be a customer's."""

    list_display = ["kind", "object_id", "account"]
    list_filter = ["kind"]
    fields = ["kind", "object_id", "account"]
