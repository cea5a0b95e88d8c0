"""Posts in Django admin: to be read only."""

from django.contrib import admin

from accounts.posts.models import DutySheet, Post, PostHolding, SheetAcceptance
from governance.public import ReadOnlyAdmin


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    list_display = ("policy", "code", "listed_at", "delisted_at")
    list_select_related = ("policy",)
    list_filter = ("policy",)


@admin.register(DutySheet)
class DutySheetAdmin(ReadOnlyAdmin):
    list_display = ("post", "number", "written_by", "written_at")
    list_select_related = ("post", "written_by")


@admin.register(PostHolding)
class PostHoldingAdmin(ReadOnlyAdmin):
    list_display = ("post", "person", "starts_on", "until", "ended_at")
    list_select_related = ("post", "person")


@admin.register(SheetAcceptance)
class SheetAcceptanceAdmin(ReadOnlyAdmin):
    list_display = ("holding_id", "sheet_id", "accepted_at")
