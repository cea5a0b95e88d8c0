"""Calendar feeds in Django admin: to be read only, and never with what opens them."""

from django.contrib import admin

from content.calendar_feed.models import CalendarFeed
from governance.public import ReadOnlyAdmin


@admin.register(CalendarFeed)
class CalendarFeedAdmin(ReadOnlyAdmin):
    list_display = ("id", "person", "made_at", "revoked_at", "last_read_on")
    list_select_related = ("person",)
    exclude = ("token_hash",)
