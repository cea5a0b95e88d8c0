"""The ledger in Django admin: to be read only."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.ledger.models import LedgerEntry, LedgerSeal


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    list_display = ("id", "event", "actor", "kind", "object_id", "account", "at")
    list_select_related = ("actor", "account")
    list_filter = ("event",)


@admin.register(LedgerSeal)
class LedgerSealAdmin(ReadOnlyAdmin):
    list_display = ("sequence", "entry", "hash", "sealed_at")
    list_select_related = ("entry",)
