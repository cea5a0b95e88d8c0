"""The board in Django admin: to be read only."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.board.models import Acceptance, Attestation, Finding, ProbeRun


@admin.register(ProbeRun)
class ProbeRunAdmin(ReadOnlyAdmin):
    list_display = ("requirement", "policy", "account", "status", "bad", "total", "value", "computed_at")
    list_select_related = ("requirement", "policy", "account")
    list_filter = ("status", "policy")


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin):
    list_display = ("requirement", "policy", "status", "owner", "opened_at", "due_at")
    list_select_related = ("requirement", "policy", "owner")
    list_filter = ("status",)


@admin.register(Acceptance)
class AcceptanceAdmin(ReadOnlyAdmin):
    list_display = ("requirement", "policy", "status", "requested_by", "decided_by", "expires_on")
    list_select_related = ("requirement", "policy", "requested_by", "decided_by")
    list_filter = ("status",)


@admin.register(Attestation)
class AttestationAdmin(ReadOnlyAdmin):
    list_display = ("requirement", "policy", "attested_by", "attested_at")
    list_select_related = ("requirement", "policy", "attested_by")
