"""What requests for roles ask, in Django admin: to be read only."""

from django.contrib import admin

from accounts.grants.models import AskedGrant
from governance.public import ReadOnlyAdmin


@admin.register(AskedGrant)
class AskedGrantAdmin(ReadOnlyAdmin):
    list_display = ("request", "role", "account", "expires_at")
    list_select_related = ("request", "account")
    list_filter = ("role",)
