"""Reconfirmations in Django admin: to be read only."""

from django.contrib import admin

from content.timeliness.models import Reconfirmation
from governance.public import ReadOnlyAdmin


@admin.register(Reconfirmation)
class ReconfirmationAdmin(ReadOnlyAdmin):
    list_display = ("id", "draft", "account", "confirmed_by", "confirmed_at", "fresh_until")
    list_select_related = ("draft", "account", "confirmed_by")
