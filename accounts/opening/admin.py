"""Registrations of accounts in Django admin: to be read only."""

from django.contrib import admin

from accounts.opening.models import AccountRegistration
from governance.public import ReadOnlyAdmin


@admin.register(AccountRegistration)
class AccountRegistrationAdmin(ReadOnlyAdmin):
    list_display = ("account", "entity", "number_kind", "responsible")
    list_select_related = ("account", "responsible")
