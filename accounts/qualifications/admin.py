"""Qualifications in Django admin: to be read only."""

from django.contrib import admin

from accounts.qualifications.models import Qualification
from governance.public import ReadOnlyAdmin


@admin.register(Qualification)
class QualificationAdmin(ReadOnlyAdmin):
    list_display = ("person", "tested_on", "score", "appointed_by", "valid_until", "ended_at")
    list_select_related = ("person", "appointed_by")
