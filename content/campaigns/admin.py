"""Campaigns in Django admin: to be read only."""

from django.contrib import admin

from content.campaigns.models import (
    Campaign,
    CampaignAnnouncement,
    CampaignCheck,
    CampaignIssue,
    CampaignStaff,
    CampaignTask,
    CampaignTerms,
)
from governance.public import ReadOnlyAdmin


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = ("id", "theme", "type", "account", "status", "author", "owner", "starts_at")
    list_select_related = ("account", "author", "owner")
    list_filter = ("status", "type")
    search_fields = ("theme",)


@admin.register(CampaignCheck)
class CampaignCheckAdmin(ReadOnlyAdmin):
    list_display = ("id", "campaign", "part", "passed", "checked_by", "checked_at", "voided_at")
    list_select_related = ("campaign", "checked_by")
    list_filter = ("part", "passed")


@admin.register(CampaignAnnouncement, CampaignIssue, CampaignStaff, CampaignTask, CampaignTerms)
class CampaignPartAdmin(ReadOnlyAdmin):
    """Parts of campaigns, shown as they are."""

    list_display = ("id", "campaign", "__str__")
    list_select_related = ("campaign",)
