"""The register of grants in Django admin: to be read only."""

from django.contrib import admin

from governance.access.models import Grant
from governance.administration.pages import ReadOnlyAdmin


@admin.register(Grant)
class GrantAdmin(ReadOnlyAdmin):
    list_display = ("person", "role", "account", "begins_at", "expires_at", "ended_at")
    list_select_related = ("person", "account")
    list_filter = ("role", "ended_because")
    search_fields = ("person__username", "person__display_name", "account__handle")
