"""The admin page of the keys of forms."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.formkeys.models import FormKey


@admin.register(FormKey)
class FormKeyAdmin(ReadOnlyAdmin):
    """Shows which forms were sent lately, and which record each made."""

    list_display = ("form", "key", "person", "object_id", "used_at")
    list_select_related = ("person",)
