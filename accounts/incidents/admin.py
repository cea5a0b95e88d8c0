"""Incidents in Django admin: to be read only."""

from __future__ import annotations

from django.contrib import admin

from accounts.incidents.former import FormerHandler
from accounts.incidents.models import (
    CorrectiveMeasure,
    Incident,
    IncidentNote,
    IncidentProof,
    IncidentSecret,
    IncidentStep,
    TouchedAccount,
)
from governance.public import ReadOnlyAdmin


@admin.register(Incident)
class IncidentAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "account", "status", "owner", "found_at", "contained_at", "received_at")
    list_select_related = ("account", "owner")
    list_filter = ("status", "kind", "severity")


@admin.register(IncidentStep)
class IncidentStepAdmin(ReadOnlyAdmin):
    list_display = ("incident_id", "code", "owner", "due_at", "outcome", "done_at", "done_by")
    list_select_related = ("owner", "done_by")


@admin.register(CorrectiveMeasure)
class CorrectiveMeasureAdmin(ReadOnlyAdmin):
    list_display = ("incident_id", "text", "owner", "due_on", "done_at")
    list_select_related = ("owner",)


@admin.register(IncidentNote)
class IncidentNoteAdmin(ReadOnlyAdmin):
    list_display = ("incident_id", "written_by", "written_at")
    list_select_related = ("written_by",)


@admin.register(IncidentProof)
class IncidentProofAdmin(ReadOnlyAdmin):
    list_display = ("step_id", "name", "size", "added_by", "added_at")
    list_select_related = ("added_by",)


@admin.register(IncidentSecret)
class IncidentSecretAdmin(ReadOnlyAdmin):
    list_display = ("incident_id", "credential", "number", "ordered_at")
    list_select_related = ("credential__account",)


@admin.register(TouchedAccount)
class TouchedAccountAdmin(ReadOnlyAdmin):
    list_display = ("incident_id", "account")
    list_select_related = ("account",)


@admin.register(FormerHandler)
class FormerHandlerAdmin(ReadOnlyAdmin):
    list_display = ("incident_id", "person", "until")
    list_select_related = ("person",)
