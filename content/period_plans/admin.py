"""Period plans in Django admin: to be read only."""

from django.contrib import admin

from content.period_plans.models import PeriodPlan, PlanCitation
from governance.public import ReadOnlyAdmin


@admin.register(PeriodPlan)
class PeriodPlanAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "level", "account", "pack", "starts_on", "ends_on", "revision", "status")
    list_select_related = ("account",)
    list_filter = ("status", "level")
    search_fields = ("title",)


@admin.register(PlanCitation)
class PlanCitationAdmin(ReadOnlyAdmin):
    list_display = ("id", "plan", "record", "cited_by", "cited_at")
    list_select_related = ("plan", "record", "cited_by")
