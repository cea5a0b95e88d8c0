"""Deadlines in Django admin: to be read only; ladders are the operator's to write."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.deadlines.models import Deadline, Ladder, LadderRung


@admin.register(Deadline)
class DeadlineAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "object_id", "purpose", "owner", "state", "due_at", "next_rung_at")
    list_select_related = ("owner",)
    list_filter = ("state", "purpose", "calendar")


class LadderRungInline(admin.TabularInline):
    model = LadderRung
    extra = 0
    can_delete = False
    max_num = 0
    readonly_fields = ("percent", "audience", "urgent")


@admin.register(Ladder)
class LadderAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_zh", "name_en")
    inlines = (LadderRungInline,)
