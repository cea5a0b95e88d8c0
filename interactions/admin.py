"""Django admin of this floor: everything has a workflow or a customer's words, so everything is read-only there."""

from django.contrib import admin

from governance.public import ReadOnlyAdmin
from interactions.models import (
    CannedReply,
    Complaint,
    ComplaintRound,
    Contact,
    InternalNote,
    Message,
    MessageImport,
    MessagePresence,
    MessageWording,
    Reply,
    RotaShift,
    Ticket,
)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("id", "account", "channel", "kind", "urgency", "status", "owner", "posted_at", "due_at")
    list_select_related = ("account", "owner")
    list_filter = ("status", "kind", "urgency", "channel")


@admin.register(Contact)
class ContactAdmin(ReadOnlyAdmin):
    list_display = ("id", "platform", "handle", "external_id")
    list_filter = ("platform",)


@admin.register(Reply)
class ReplyAdmin(ReadOnlyAdmin):
    list_display = ("id", "message", "author", "sent_at", "promised_at")
    list_select_related = ("message", "author")


@admin.register(InternalNote)
class InternalNoteAdmin(ReadOnlyAdmin):
    list_display = ("id", "message", "author", "written_at")
    list_select_related = ("message", "author")


@admin.register(MessagePresence)
class MessagePresenceAdmin(ReadOnlyAdmin):
    list_display = ("id", "message", "user", "is_writing", "seen_at")
    list_select_related = ("message", "user")


@admin.register(MessageWording)
class MessageWordingAdmin(ReadOnlyAdmin):
    list_display = ("id", "message", "replaced_at", "replaced_by")
    list_select_related = ("message", "replaced_by")


@admin.register(Ticket)
class TicketAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "subject", "department", "owner", "status", "opened_at", "due_at")
    list_select_related = ("department", "owner")
    list_filter = ("status", "subject", "department")


@admin.register(Complaint)
class ComplaintAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "account", "owner", "superior", "status", "received_at", "due_at")
    list_select_related = ("account", "owner", "superior")
    list_filter = ("status", "harm_confirmed")


@admin.register(ComplaintRound)
class ComplaintRoundAdmin(ReadOnlyAdmin):
    list_display = ("complaint", "number", "harm_confirmed", "closed_at", "reopened_by", "reopened_at")
    list_select_related = ("complaint", "reopened_by")


@admin.register(CannedReply)
class CannedReplyAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "account", "status", "author", "approved_by", "expires_on")
    list_select_related = ("account", "author", "approved_by")
    list_filter = ("status",)


@admin.register(RotaShift)
class RotaShiftAdmin(ReadOnlyAdmin):
    list_display = ("id", "account", "weekday", "begins", "ends", "person")
    list_select_related = ("account", "person")
    list_filter = ("weekday",)


@admin.register(MessageImport)
class MessageImportAdmin(ReadOnlyAdmin):
    list_display = ("id", "account", "file_name", "profile", "rows", "new", "imported_by", "imported_at")
    list_select_related = ("account", "imported_by")
    list_filter = ("profile",)
