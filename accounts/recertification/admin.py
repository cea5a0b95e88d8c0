"""Reviews of rights in Django admin: to be read only."""

from django.contrib import admin

from accounts.recertification.models import RecertificationLine, RecertificationRound
from governance.public import ReadOnlyAdmin


@admin.register(RecertificationRound)
class RecertificationRoundAdmin(ReadOnlyAdmin):
    list_display = ("account", "status", "opened_at", "due_at", "closed_at")
    list_select_related = ("account",)
    list_filter = ("status",)


@admin.register(RecertificationLine)
class RecertificationLineAdmin(ReadOnlyAdmin):
    list_display = ("round_id", "person", "role", "reviewer", "status", "decided_at")
    list_select_related = ("person", "reviewer")
    list_filter = ("status", "role")
