"""Verifications of accounts in Django admin: to be read only."""

from django.contrib import admin

from accounts.verification.models import AccountVerification
from governance.public import ReadOnlyAdmin


@admin.register(AccountVerification)
class AccountVerificationAdmin(ReadOnlyAdmin):
    list_display = ("account", "kind", "status", "verified_on", "expires_on")
    list_select_related = ("account",)
    list_filter = ("status", "kind")
