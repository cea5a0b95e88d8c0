"""Django admin of this floor: what has a workflow or a signature is read-only there."""

from typing import Any, ClassVar

from django.contrib import admin

import content.calendar_feed.admin
import content.campaigns.admin
import content.corrections.admin
import content.draws.admin
import content.materials.admin
import content.media.admin
import content.period_plans.admin
import content.plan_imports.admin
import content.promotions.admin
import content.rhythm.admin
import content.timeliness.admin  # noqa: F401
from content.linter.company import change_registered, register
from content.linter.pages_of_admin import LexiconTermPages
from content.models import (
    Checkpoint,
    Comment,
    CommentThread,
    Connection,
    Dispatch,
    Draft,
    DraftAsset,
    DraftTarget,
    DraftVersion,
    LateReview,
    LexiconRevision,
    LexiconTerm,
    LintFinding,
    LintRun,
    MediaAsset,
    PictureCodes,
    PlanItem,
    Preflight,
    Publication,
    RegisteredContact,
    RegisteredHost,
    ReleaseHold,
    ReviewFinding,
    ReviewSlot,
    SecretTerm,
    SlotChoice,
    SuspendedAccount,
    Suspension,
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


@admin.register(CommentThread)
class CommentThreadAdmin(ReadOnlyAdmin):
    list_display = ("id", "draft", "part", "opened_by", "opened_at", "status", "resolved_by")
    list_select_related = ("draft", "opened_by", "resolved_by")
    list_filter = ("status", "part")


@admin.register(LateReview)
class LateReviewAdmin(ReadOnlyAdmin):
    list_display = ("id", "publication", "account", "due_at", "reviewer", "conclusion")
    list_select_related = ("publication", "account", "reviewer")
    list_filter = ("conclusion",)


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


@admin.register(Suspension)
class SuspensionAdmin(ReadOnlyAdmin):
    list_display = ("id", "scope", "begun_by", "begun_at", "lifted_by", "lifted_at")
    list_select_related = ("begun_by", "lifted_by")


@admin.register(Connection)
class ConnectionAdmin(ReadOnlyAdmin):
    list_display = ("id", "account", "kind", "address", "is_on", "connected_by", "connected_at")
    list_select_related = ("account", "connected_by")


@admin.register(Dispatch)
class DispatchAdmin(ReadOnlyAdmin):
    list_display = ("id", "action", "draft", "account", "status", "tries", "asked_by", "asked_at", "done_at")
    list_select_related = ("draft", "account", "asked_by")
    list_filter = ("status", "action")


@admin.register(
    Comment,
    DraftAsset,
    DraftTarget,
    LexiconRevision,
    LintFinding,
    LintRun,
    PictureCodes,
    Preflight,
    ReleaseHold,
    ReviewFinding,
    SlotChoice,
    SuspendedAccount,
)
class PartAdmin(ReadOnlyAdmin):
    """Parts of drafts and reviews, shown as they are."""

    list_display = ("id", "__str__")


class CompanyRowAdmin(RecordAdmin):
    """A word, a host or a contact that the company registers for the linter (R-044, R-046)."""

    list_filter: ClassVar[tuple[str, ...]] = ("is_active",)

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


@admin.register(RegisteredContact)
class RegisteredContactAdmin(CompanyRowAdmin):
    list_display = ("kind", "value", "account", "is_active")
    list_select_related = ("account",)
    list_filter = ("kind", "is_active")
    search_fields = ("value",)


@admin.register(LexiconTerm)
class LexiconTermAdmin(LexiconTermPages):
    """The company's own words; see `LexiconTermPages`."""
