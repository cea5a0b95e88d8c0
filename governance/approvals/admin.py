"""Requests in Django admin: to be read only."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.approvals.models import ApprovalDecider, ApprovalDecision, ApprovalRequest


@admin.register(ApprovalRequest)
class ApprovalRequestAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "title", "asked_by", "status", "asked_at", "decided_at")
    list_select_related = ("asked_by",)
    list_filter = ("status", "kind")


@admin.register(ApprovalDecision)
class ApprovalDecisionAdmin(ReadOnlyAdmin):
    list_display = ("request_id", "by", "acting_for", "verdict", "at")
    list_select_related = ("by", "acting_for")
    list_filter = ("verdict",)


@admin.register(ApprovalDecider)
class ApprovalDeciderAdmin(ReadOnlyAdmin):
    list_display = ("request_id", "person", "acting_for")
    list_select_related = ("person", "acting_for")
