"""Platform accounts in Django admin: written through services, with history; their life is moved on their page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from accounts.platforms.models import PlatformAccount
from accounts.platforms.services import add_account, change_account
from governance.public import RecordAdmin


@admin.register(PlatformAccount)
class PlatformAccountAdmin(RecordAdmin):
    list_display = ("handle", "platform", "name_zh", "status", "department", "market")
    list_select_related = ("department",)
    list_filter = ("platform", "status", "market")
    search_fields = ("handle", "name_zh", "name_en")
    readonly_fields = ("status", "opened_on", "applied_by")

    def add_row(self, actor: Any, values: dict[str, Any]) -> PlatformAccount:
        return add_account(actor=actor, **values)

    def change_row(self, obj: PlatformAccount, actor: Any, values: dict[str, Any]) -> None:
        change_account(obj, actor=actor, **values)
