"""Accreditations in Django admin: to be read only."""

from django.contrib import admin

from accounts.accreditations.models import Accreditation
from governance.public import ReadOnlyAdmin


@admin.register(Accreditation)
class AccreditationAdmin(ReadOnlyAdmin):
    list_display = ("person", "profession", "number", "filed_by", "valid_until", "ended_at")
    list_select_related = ("person", "filed_by")
