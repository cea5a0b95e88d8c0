"""Django admin of this floor: figures, files and imports are shown there, never changed."""

from django.contrib import admin

from analytics.models import (
    AccountDay,
    AccountMonth,
    Breakdown,
    MetricDefinition,
    MetricImport,
    PlatformPost,
    PublicationDay,
    RawFile,
)
from governance.public import ReadOnlyAdmin


@admin.register(MetricDefinition)
class MetricDefinitionAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_zh", "name_en", "kind", "aggregation", "unit_en")
    search_fields = ("code", "name_zh", "name_en")


@admin.register(AccountDay)
class AccountDayAdmin(ReadOnlyAdmin):
    list_display = ("account", "day", "metric", "value")
    list_select_related = ("account", "metric")
    raw_id_fields = ("run",)


@admin.register(Breakdown)
class BreakdownAdmin(ReadOnlyAdmin):
    list_display = ("account", "day", "dimension", "key", "metric", "value")
    list_select_related = ("account", "metric")
    raw_id_fields = ("run",)


@admin.register(PlatformPost)
class PlatformPostAdmin(ReadOnlyAdmin):
    list_display = ("id", "account", "title", "published_on", "status")
    list_select_related = ("account",)
    list_filter = ("status",)


@admin.register(PublicationDay)
class PublicationDayAdmin(ReadOnlyAdmin):
    list_display = ("post", "basis", "day", "views", "likes", "comments", "shares")
    list_select_related = ("post",)


@admin.register(AccountMonth)
class AccountMonthAdmin(ReadOnlyAdmin):
    list_display = ("account", "month", "metric", "basis", "value", "items")
    list_select_related = ("account", "metric")
    list_filter = ("basis",)


@admin.register(RawFile)
class RawFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "sha256", "size", "received_at")
    search_fields = ("name", "sha256")


@admin.register(MetricImport)
class MetricImportAdmin(ReadOnlyAdmin):
    list_display = ("id", "account", "profile", "status", "source", "operator_name", "rows", "created_at")
    list_select_related = ("account",)
    list_filter = ("status", "source")
