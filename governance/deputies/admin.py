"""Deputyships in Django admin: to be read only."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.deputies.models import Deputyship


@admin.register(Deputyship)
class DeputyshipAdmin(ReadOnlyAdmin):
    list_display = ("person", "deputy", "begins_at", "ends_at", "kind")
    list_select_related = ("person", "deputy")
    list_filter = ("kind",)
