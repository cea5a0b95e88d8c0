"""The keys of forms that were sent: a form with one makes one record, however often it arrives."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.formkeys.rules import KEY_LENGTH


class FormKey(models.Model):
    """One form that was sent by one person, and the record that it made."""

    form = models.CharField(_("kind of record"), max_length=60)
    key = models.CharField(_("key"), max_length=KEY_LENGTH)
    digest = models.CharField(_("digest of what was sent"), max_length=64, blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    object_id = models.BigIntegerField(_("record"), null=True)
    used_at = models.DateTimeField(_("used at"), db_index=True)

    class Meta:
        verbose_name = _("key of a form")
        verbose_name_plural = _("keys of forms")
        constraints = [models.UniqueConstraint(fields=["person", "form", "key"], name="form_key_once")]

    def __str__(self) -> str:
        return self.key
