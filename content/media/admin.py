"""Files, uploads and limits in Django admin; limits are changed here, each change through its service."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from content.licences.models import Licence, LicenceTerm
from content.media.limits import add_limit, change_limit
from content.media.models import MediaUpload, PlatformLimit
from content.originality.models import OriginalityFinding, PictureBand, PicturePrint, TextBand, TextPrint
from governance.public import ReadOnlyAdmin, RecordAdmin


@admin.register(PlatformLimit)
class PlatformLimitAdmin(RecordAdmin):
    """What a platform takes (R-028)."""

    list_display = ("platform", "kind", "fact", "bound", "number", "words", "severity", "read_on", "is_active")
    list_filter = ("platform", "kind", "severity", "is_active")

    def add_row(self, actor: Any, values: dict[str, Any]) -> Any:
        return add_limit(actor=actor, **values)

    def change_row(self, obj: Any, actor: Any, values: dict[str, Any]) -> None:
        change_limit(obj, actor=actor, **values)


@admin.register(MediaUpload)
class MediaUploadAdmin(ReadOnlyAdmin):
    list_display = ("id", "shown_name", "account", "status", "done", "uploaded_by", "uploaded_at")
    list_select_related = ("account", "uploaded_by")
    list_filter = ("status",)


@admin.register(Licence)
class LicenceAdmin(ReadOnlyAdmin):
    list_display = ("reference", "account", "source", "keeper", "created_at", "ended_on")
    list_select_related = ("account", "keeper")
    search_fields = ("reference", "source")


@admin.register(LicenceTerm)
class LicenceTermAdmin(ReadOnlyAdmin):
    list_display = ("licence", "valid_from", "valid_until", "proof_name", "added_by")
    list_select_related = ("licence", "added_by")


@admin.register(OriginalityFinding)
class OriginalityFindingAdmin(ReadOnlyAdmin):
    list_display = ("version", "kind", "alike", "earlier", "found_at")
    list_select_related = ("version", "earlier")
    list_filter = ("kind",)


@admin.register(TextPrint, TextBand, PicturePrint, PictureBand)
class PrintAdmin(ReadOnlyAdmin):
    """The index of near-duplicates, shown as it is."""

    list_display = ("id", "__str__")
