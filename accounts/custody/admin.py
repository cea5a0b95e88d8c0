"""Custody in Django admin: shown, never changed, and no ciphertext at all."""

from __future__ import annotations

from django.contrib import admin

from accounts.custody.models import Checkout, Credential, Reveal, Rotation, SealedSecret, Share
from governance.public import ReadOnlyAdmin


@admin.register(Credential)
class CredentialAdmin(ReadOnlyAdmin):
    list_display = ("account", "kind", "login", "custodian", "status", "rotated_at", "rotation_due_at")
    list_select_related = ("account", "custodian")


@admin.register(SealedSecret)
class SealedSecretAdmin(ReadOnlyAdmin):
    list_display = ("credential", "number", "key_name")
    list_select_related = ("credential__account",)
    fields = ("credential", "number", "key_name")


@admin.register(Rotation)
class RotationAdmin(ReadOnlyAdmin):
    list_display = ("credential", "number", "set_by", "set_at", "cause", "score", "passed")
    list_select_related = ("credential__account", "set_by")
    exclude = ("digest",)


@admin.register(Share)
class ShareAdmin(ReadOnlyAdmin):
    list_display = ("credential", "person", "starts_at", "until", "ended_at")
    list_select_related = ("credential__account", "person")


@admin.register(Checkout)
class CheckoutAdmin(ReadOnlyAdmin):
    list_display = ("credential", "person", "ground", "taken_at", "returned_at", "reviewed_by")
    list_select_related = ("credential__account", "person", "reviewed_by")


@admin.register(Reveal)
class RevealAdmin(ReadOnlyAdmin):
    list_display = ("checkout", "person", "number", "asked_at", "shown_at")
    list_select_related = ("checkout__credential", "checkout__person", "person")
    exclude = ("token_hash",)
