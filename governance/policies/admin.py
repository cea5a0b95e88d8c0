"""The rule books in Django admin: to be read only; changes go by proposal and signature."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.policies.models import (
    Clause,
    ClauseWording,
    LegalRule,
    PackBinding,
    Parameter,
    Policy,
    PolicyReading,
    PolicyReview,
    PolicyVersion,
    Requirement,
)


@admin.register(Policy)
class PolicyAdmin(ReadOnlyAdmin):
    list_display = ("code", "letter", "rank", "name_zh", "name_en", "owner")
    list_select_related = ("owner",)


@admin.register(PolicyVersion)
class PolicyVersionAdmin(ReadOnlyAdmin):
    list_display = ("policy", "number", "status", "effective_from", "effective_to", "proposed_by", "decided_by")
    list_select_related = ("policy", "proposed_by", "decided_by")
    list_filter = ("policy", "status")


@admin.register(Clause)
class ClauseAdmin(ReadOnlyAdmin):
    list_display = ("code", "policy", "label_zh", "label_en", "inferred")
    list_select_related = ("policy",)
    list_filter = ("policy", "inferred")
    search_fields = ("code", "text_zh", "text_en")


@admin.register(ClauseWording)
class ClauseWordingAdmin(ReadOnlyAdmin):
    list_display = ("clause", "label_zh", "label_en", "held_from", "held_until")
    list_select_related = ("clause",)
    search_fields = ("clause__code", "text_zh", "text_en")


@admin.register(Requirement)
class RequirementAdmin(ReadOnlyAdmin):
    list_display = ("code", "app", "control", "mode", "title_zh", "title_en")
    list_filter = ("app", "mode")
    search_fields = ("code", "text_zh", "text_en")


@admin.register(Parameter)
class ParameterAdmin(ReadOnlyAdmin):
    list_display = ("name", "version", "kind", "merge", "clause", "own_number")
    list_select_related = ("version__policy",)
    list_filter = ("version__policy", "kind", "merge")
    search_fields = ("name", "title_zh", "title_en")


@admin.register(LegalRule)
class LegalRuleAdmin(ReadOnlyAdmin):
    list_display = ("code", "severity", "basis_zh", "basis_en", "confirmed_by", "confirmed_on")
    list_select_related = ("confirmed_by",)
    list_filter = ("severity",)


@admin.register(PackBinding)
class PackBindingAdmin(ReadOnlyAdmin):
    list_display = ("policy", "account", "department", "starts_on", "ends_on", "bound_by")
    list_select_related = ("policy", "account", "department", "bound_by")
    list_filter = ("policy",)


@admin.register(PolicyReading)
class PolicyReadingAdmin(ReadOnlyAdmin):
    list_display = ("version", "user", "signed_at")
    list_select_related = ("version__policy", "user")


@admin.register(PolicyReview)
class PolicyReviewAdmin(ReadOnlyAdmin):
    list_display = ("policy", "reviewed_by", "reviewed_at")
    list_select_related = ("policy", "reviewed_by")
