"""Prize draws in Django admin: to be read only; what is sealed is not shown at all."""

from django.contrib import admin

from content.draws.models import Draw, DrawList, DrawResult, DrawSecret, DrawWinner, Prize, WitnessChange
from governance.public import ReadOnlyAdmin


@admin.register(Draw)
class DrawAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "campaign", "status", "draws_at", "witness", "drawn_by")
    list_select_related = ("campaign", "witness", "drawn_by")
    list_filter = ("status", "source")


@admin.register(Prize)
class PrizeAdmin(ReadOnlyAdmin):
    list_display = ("id", "draw", "name", "quantity", "worth", "currency")
    list_select_related = ("draw",)


@admin.register(DrawList, DrawResult)
class PublishedAdmin(ReadOnlyAdmin):
    list_display = ("draw", "sha256")
    list_select_related = ("draw",)


@admin.register(DrawSecret)
class DrawSecretAdmin(ReadOnlyAdmin):
    list_display = ("draw", "erase_at", "erased_at")
    list_select_related = ("draw",)
    exclude = ("sealed",)


@admin.register(DrawWinner)
class DrawWinnerAdmin(ReadOnlyAdmin):
    list_display = ("id", "draw", "place", "masked", "prize", "status", "delivered_at")
    list_select_related = ("draw", "prize")
    list_filter = ("status",)
    exclude = ("sealed_contact",)


@admin.register(WitnessChange)
class WitnessChangeAdmin(ReadOnlyAdmin):
    list_display = ("id", "draw", "before", "witness", "asked_by", "named_by", "named_at")
    list_select_related = ("draw", "before", "witness", "asked_by", "named_by")
