"""Prints of texts and pictures, their bands as an index, and what was found when a version was submitted (R-029)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.originality.rules import PICTURE, TEXT


class TextPrint(models.Model):
    """The text of a submitted version as it is compared: without signs, spaces and forms of letters."""

    version = models.OneToOneField(
        "content.DraftVersion", models.CASCADE, related_name="text_print", verbose_name=_("version")
    )
    draft = models.ForeignKey("content.Draft", models.CASCADE, related_name="+", verbose_name=_("draft"))
    text = models.TextField(_("text as compared"), blank=True)
    printed_at = models.DateTimeField(_("printed at"))

    class Meta:
        verbose_name = _("print of a text")
        verbose_name_plural = _("prints of texts")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.version_id)


class TextBand(models.Model):
    """One band of a text's print; texts that share a band are compared."""

    value = models.BigIntegerField(_("band"))
    of = models.ForeignKey(TextPrint, models.CASCADE, related_name="bands", verbose_name=_("print"))

    class Meta:
        verbose_name = _("band of a text")
        verbose_name_plural = _("bands of texts")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["value", "of"], name="text_band_value")]

    def __str__(self) -> str:
        return str(self.value)


class PicturePrint(models.Model):
    """The gradients of a picture, or of the small picture of a video."""

    asset = models.OneToOneField(
        "content.MediaAsset", models.CASCADE, related_name="picture_print", verbose_name=_("file")
    )
    # 128 bits as hexadecimal digits; empty where the picture has no gradients to speak of.
    bits = models.CharField(_("gradients"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("print of a picture")
        verbose_name_plural = _("prints of pictures")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.bits


class PictureBand(models.Model):
    """One band of a picture's print."""

    value = models.IntegerField(_("band"))
    of = models.ForeignKey(PicturePrint, models.CASCADE, related_name="bands", verbose_name=_("print"))

    class Meta:
        verbose_name = _("band of a picture")
        verbose_name_plural = _("bands of pictures")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["value", "of"], name="picture_band_value")]

    def __str__(self) -> str:
        return str(self.value)


class OriginalityFinding(models.Model):
    """An earlier post that a version resembled when it was submitted."""

    version = models.ForeignKey(
        "content.DraftVersion", models.CASCADE, related_name="originality_findings", verbose_name=_("version")
    )
    kind = models.CharField(_("kind"), max_length=7, choices=((TEXT, _("Text")), (PICTURE, _("Picture"))))
    alike = models.PositiveSmallIntegerField(_("likeness in percent"))
    earlier = models.ForeignKey("content.Draft", models.CASCADE, related_name="+", verbose_name=_("earlier post"))
    asset = models.ForeignKey(
        "content.MediaAsset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    earlier_asset = models.ForeignKey(
        "content.MediaAsset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("earlier file")
    )
    found_at = models.DateTimeField(_("found at"))

    class Meta:
        verbose_name = _("finding of originality")
        verbose_name_plural = _("findings of originality")
        default_permissions = ("view",)
        ordering = ["-alike", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(alike__lte=100), name="originality_alike_of_hundred"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.alike} %"
