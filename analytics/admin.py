"""Django admin of this floor: figures, files and imports are shown there, never changed."""

from django.contrib import admin

from analytics.models import (
    AccountDay,
    AccountMonth,
    ActionItem,
    Breakdown,
    FigureCheck,
    KpiSnapshot,
    MetricDefinition,
    MetricImport,
    MonthlyReport,
    PlatformPost,
    PublicationDay,
    RawFile,
    ReportAcknowledgement,
    ReportFile,
    ReportMonth,
    ScreenSample,
    Target,
    TargetPeriod,
    TopPost,
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


@admin.register(KpiSnapshot)
class KpiSnapshotAdmin(ReadOnlyAdmin):
    list_display = ("account", "month", "metric", "basis", "value", "known_at", "imports")
    list_select_related = ("account", "metric")
    list_filter = ("basis",)


@admin.register(TopPost)
class TopPostAdmin(ReadOnlyAdmin):
    list_display = ("account", "month", "metric", "rank", "post", "value")
    list_select_related = ("account", "post")
    list_filter = ("metric",)


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    list_display = ("metric", "account", "platform", "content_type", "cycle", "start", "value", "status")
    list_select_related = ("account", "metric")
    list_filter = ("status", "cycle")


@admin.register(TargetPeriod)
class TargetPeriodAdmin(ReadOnlyAdmin):
    list_display = ("account", "cycle", "start", "begun_at", "opened_at")
    list_select_related = ("account",)


@admin.register(MonthlyReport)
class MonthlyReportAdmin(ReadOnlyAdmin):
    list_display = ("month", "account", "status", "author", "sent_at", "acknowledged_at", "sha256")
    list_select_related = ("account", "author")
    list_filter = ("status",)


@admin.register(ReportMonth)
class ReportMonthAdmin(ReadOnlyAdmin):
    list_display = ("account", "month", "due_at", "report", "acknowledged_at")
    list_select_related = ("account", "report__account")


@admin.register(ReportAcknowledgement)
class ReportAcknowledgementAdmin(ReadOnlyAdmin):
    list_display = ("report", "reader", "acknowledged_at", "sha256")
    list_select_related = ("report__account", "reader")


@admin.register(ActionItem)
class ActionItemAdmin(ReadOnlyAdmin):
    list_display = ("text", "account", "owner", "due_at", "status", "done_at")
    list_select_related = ("account", "owner")
    list_filter = ("status",)


@admin.register(ReportFile)
class ReportFileAdmin(ReadOnlyAdmin):
    list_display = ("report", "format", "language", "state", "size", "asked_by", "asked_at")
    list_select_related = ("report__account", "asked_by")
    list_filter = ("state", "format")


@admin.register(FigureCheck)
class FigureCheckAdmin(ReadOnlyAdmin):
    list_display = ("account", "month", "metric", "days", "faults", "explanation", "checked_at")
    list_select_related = ("account", "metric")


@admin.register(ScreenSample)
class ScreenSampleAdmin(ReadOnlyAdmin):
    list_display = ("account", "metric", "day", "ours", "theirs", "agrees", "taken_by", "taken_at")
    list_select_related = ("account", "metric", "taken_by")
    list_filter = ("agrees",)
