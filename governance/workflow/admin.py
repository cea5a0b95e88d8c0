"""Reasons for moves in Django admin: to be read only."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.workflow.models import MoveNote


@admin.register(MoveNote)
class MoveNoteAdmin(ReadOnlyAdmin):
    list_display = ("entry", "move", "text")
    list_select_related = ("entry",)
    list_filter = ("move",)
