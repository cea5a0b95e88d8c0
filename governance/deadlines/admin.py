"""Deadlines in Django admin: to be read only; ladders are written by operators, through their service."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from governance.access.services import can
from governance.administration.pages import Narrow, ReadOnlyAdmin
from governance.deadlines.climbing import RIGHT, set_ladder
from governance.deadlines.models import Deadline, Ladder, LadderRung
from governance.deadlines.rules import Rung


@admin.register(Deadline)
class DeadlineAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "object_id", "purpose", "owner", "state", "due_at", "next_rung_at")
    list_select_related = ("owner",)
    list_filter = ("state", "purpose", "calendar")


class OperatorsOnly:
    """Operators see, add and change; who is none sees nothing."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(can(request.user, RIGHT))  # type: ignore[arg-type]

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission


class LadderRungInline(OperatorsOnly, admin.TabularInline):
    model = LadderRung
    extra = 1
    has_delete_permission = OperatorsOnly.has_view_permission


@admin.register(Ladder)
class LadderAdmin(OperatorsOnly, Narrow):
    """The whole ladder is one form and one call of `set_ladder`; a refusal is answered with its sentence.

    No ladder is deleted here: clocks run on it.
    """

    actions = None
    list_display = ("code", "name_zh", "name_en")
    inlines = (LadderRungInline,)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Ladder, form: ModelForm, change: bool) -> None:
        """Nothing yet: a ladder is written with its rungs."""

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        user: Any = request.user
        ladder, (rungs,) = form.instance, formsets
        kept = [row.cleaned_data for row in rungs.forms if row.cleaned_data and row not in rungs.deleted_forms]
        rungs.save(commit=False)  # for Django's own list of changes; writes nothing
        rows = [Rung(values["percent"], values["audience"], values["urgent"]) for values in kept]
        ladder.pk = set_ladder(ladder.code, ladder.name_zh, ladder.name_en, rows, actor=user).pk
