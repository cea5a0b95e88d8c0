"""Platform accounts in Django admin: written through services, with history; their life is moved on their page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.platforms.models import PlatformAccount
from accounts.platforms.services import change_account
from governance.public import RecordAdmin


@admin.register(PlatformAccount)
class PlatformAccountAdmin(RecordAdmin):
    list_display = ("handle", "platform", "name_zh", "status", "department", "market")
    list_select_related = ("department",)
    list_filter = ("platform", "status", "market")
    search_fields = ("handle", "name_zh", "name_en")
    readonly_fields = ("handle", "platform", "status", "opened_on", "applied_by", "opening_request")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account is applied for on its page, so that somebody else can agree to it (R-003)."""
        return False

    def change_row(self, obj: PlatformAccount, actor: Any, values: dict[str, Any]) -> None:
        change_account(obj, actor=actor, **values)
