"""Two kinds of admin pages: those that only show, and those that write through services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from governance.records.services import change_record, create_record


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows rows and changes none: what has a workflow, grant, signature, secret or figure."""

    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordAdmin(SimpleHistoryAdmin):
    """Creates and changes plain records through services, with a ledger entry; deletes none.

    `ledger_event` is the event's stem: "department" writes department.created and department.changed.
    """

    actions = None
    show_full_result_count = False
    ledger_event = ""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        if not change:
            create_record(obj, actor=request.user, event=f"{self.ledger_event}.created")  # type: ignore[arg-type]
            return
        stored = type(obj)._default_manager.get(pk=obj.pk)
        values = {name: getattr(obj, name) for name in form.changed_data if name in form.cleaned_data}
        change_record(stored, values, actor=request.user, event=f"{self.ledger_event}.changed")  # type: ignore[arg-type]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
