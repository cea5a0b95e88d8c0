"""Django admin of this floor: everything has a workflow or a signature, so everything is read-only there."""

from django.contrib import admin

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
    ReviewFinding,
    ReviewSlot,
)
from governance.public import ReadOnlyAdmin


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
