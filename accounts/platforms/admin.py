"""Platform accounts in Django admin: written through services, with history."""

from django.contrib import admin

from accounts.platforms.models import PlatformAccount
from governance.public import RecordAdmin


@admin.register(PlatformAccount)
class PlatformAccountAdmin(RecordAdmin):
    ledger_event = "platform_account"
    list_display = ("handle", "platform", "name_zh", "status", "department", "market")
    list_select_related = ("department",)
    list_filter = ("platform", "status", "market")
    search_fields = ("handle", "name_zh", "name_en")
