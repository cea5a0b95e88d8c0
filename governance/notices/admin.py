"""Notices in Django admin: to be read only; sealed addresses are not shown at all."""

from django.contrib import admin

from governance.administration.pages import ReadOnlyAdmin
from governance.notices.models import Delivery, Notice, Subscription


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("id", "recipient", "template", "kind", "object_id", "urgent", "created_at", "read_at")
    list_select_related = ("recipient",)
    list_filter = ("template", "urgent")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("id", "notice", "recipient", "channel", "state", "attempts", "next_try_at", "sent_at", "error")
    list_select_related = ("notice", "recipient")
    list_filter = ("state", "channel")


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ("user", "channel", "is_on")
    list_select_related = ("user",)
    list_filter = ("channel", "is_on")
    exclude = ("address",)
