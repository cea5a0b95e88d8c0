"""Django admin of this floor: what has a workflow or a signature is read-only there."""

from typing import Any

from django.contrib import admin

from content.linter.company import change_registered, register
from content.models import (
    Checkpoint,
    Draft,
    DraftAsset,
    DraftTarget,
    DraftVersion,
    LintFinding,
    MediaAsset,
    PlanItem,
    Preflight,
    Publication,
    RegisteredHost,
    ReviewFinding,
    ReviewSlot,
    SecretTerm,
)
from governance.public import ReadOnlyAdmin, RecordAdmin


@admin.register(PlanItem)
class PlanItemAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "account", "status", "planned_at", "author", "decided_by")
    list_select_related = ("account", "author", "decided_by")
    list_filter = ("status", "medium")
    search_fields = ("title",)


@admin.register(Draft)
class DraftAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "account", "status", "author", "first_signer", "final_signer", "updated_at")
    list_select_related = ("account", "author", "first_signer", "final_signer")
    list_filter = ("status", "content_type", "medium")
    search_fields = ("title",)


@admin.register(DraftVersion)
class DraftVersionAdmin(ReadOnlyAdmin):
    list_display = ("id", "draft", "number", "sha256", "submitted_by", "submitted_at")
    list_select_related = ("draft", "submitted_by")


@admin.register(ReviewSlot)
class ReviewSlotAdmin(ReadOnlyAdmin):
    list_display = ("id", "draft", "stage", "code", "signer", "decision", "decided_at", "voided_at")
    list_select_related = ("draft", "signer")
    list_filter = ("stage", "decision")


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "account", "published_at", "publisher", "text_matches", "withdrawn_at")
    list_select_related = ("account", "publisher")
    search_fields = ("title", "url", "external_id")


@admin.register(MediaAsset)
class MediaAssetAdmin(ReadOnlyAdmin):
    list_display = ("id", "shown_name", "kind", "account", "origin", "size", "uploaded_by", "uploaded_at")
    list_select_related = ("account", "uploaded_by")
    list_filter = ("kind", "origin")


@admin.register(Checkpoint)
class CheckpointAdmin(ReadOnlyAdmin):
    list_display = ("id", "publication", "code", "due_at", "noted_by", "noted_at")
    list_select_related = ("publication", "noted_by")


@admin.register(DraftAsset, DraftTarget, LintFinding, Preflight, ReviewFinding)
class PartAdmin(ReadOnlyAdmin):
    """Parts of drafts and reviews, shown as they are."""

    list_display = ("id", "__str__")


class CompanyRowAdmin(RecordAdmin):
    """A word or a host that the company registers for the linter (R-044, R-046)."""

    list_filter = ("is_active",)

    def add_row(self, actor: Any, values: dict[str, Any]) -> Any:
        return register(self.model, actor=actor, **values)

    def change_row(self, obj: Any, actor: Any, values: dict[str, Any]) -> None:
        change_registered(obj, actor=actor, **values)


@admin.register(SecretTerm)
class SecretTermAdmin(CompanyRowAdmin):
    list_display = ("term", "reason", "is_active")
    search_fields = ("term",)


@admin.register(RegisteredHost)
class RegisteredHostAdmin(CompanyRowAdmin):
    list_display = ("host", "account", "is_active")
    list_select_related = ("account",)
    search_fields = ("host",)
