"""Paid promotion in Django admin: to be read only."""

from django.contrib import admin

from content.promotions.models import Promotion, PromotionSpend
from governance.public import ReadOnlyAdmin


@admin.register(Promotion)
class PromotionAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "account", "status", "budget", "spent", "currency", "author")
    list_select_related = ("account", "author")
    list_filter = ("status", "form")


@admin.register(PromotionSpend)
class PromotionSpendAdmin(ReadOnlyAdmin):
    list_display = ("id", "promotion", "amount", "spent_on", "recorded_by")
    list_select_related = ("promotion", "recorded_by")
