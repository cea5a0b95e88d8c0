"""Papers of accounts in Django admin: to be read only."""

from django.contrib import admin

from accounts.papers.models import AccountPaper
from governance.public import ReadOnlyAdmin


@admin.register(AccountPaper)
class AccountPaperAdmin(ReadOnlyAdmin):
    list_display = ("shown_name", "account", "kind", "uploaded_by", "uploaded_at")
    list_select_related = ("account", "uploaded_by")
    list_filter = ("kind",)
