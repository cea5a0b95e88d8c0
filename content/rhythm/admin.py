"""Posting periods in Django admin: to be read only."""

from django.contrib import admin

from content.rhythm.models import PostingPeriod
from governance.public import ReadOnlyAdmin


@admin.register(PostingPeriod)
class PostingPeriodAdmin(ReadOnlyAdmin):
    list_display = ("id", "account", "per", "first_day", "last_day", "minimum", "posted")
    list_select_related = ("account",)
    list_filter = ("per",)
