"""Corrections in Django admin: to be read only."""

from django.contrib import admin

from content.corrections.models import Correction
from governance.public import ReadOnlyAdmin


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ("id", "publication", "account", "status", "asked_by", "asked_at", "corrected_by", "corrected_at")
    list_select_related = ("publication", "account", "asked_by", "corrected_by")
    list_filter = ("status",)
