"""Under which genuine data an account is registered, and how the company is reached about it (R-003, D-2.1.1-2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.opening.rules import AUTHORISED, NAME_BASES, NUMBER_KINDS
from accounts.platforms.models import PlatformAccount

NEED_LIMIT = 2000


class AccountRegistration(models.Model):
    """The registration of one account as it stands now; what was asked for and agreed to stands in its request."""

    account = models.OneToOneField(
        PlatformAccount, models.PROTECT, related_name="registration", verbose_name=_("platform account")
    )
    need = models.TextField(_("need"), max_length=NEED_LIMIT)
    name_basis = models.CharField(_("right to the name"), max_length=10, choices=NAME_BASES)
    authorised_by = models.CharField(_("permission given by"), max_length=120, blank=True)
    entity = models.CharField(_("registering entity"), max_length=120)
    number_kind = models.CharField(_("kind of registration number"), max_length=12, choices=NUMBER_KINDS)
    number = models.CharField(_("registration number"), max_length=40)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("responsible person")
    )
    phone = models.CharField(_("phone"), max_length=24)
    mail = models.EmailField(_("mail address"), max_length=254)
    recovery = models.CharField(_("recovery contact"), max_length=254)
    packs = models.JSONField(_("rule books to bind"), default=list, blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("registration of an account")
        verbose_name_plural = _("registrations of accounts")
        default_permissions = ("view",)
        ordering = ["account"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_basis=AUTHORISED) | ~Q(authorised_by=""), name="registration_permission_named"
            ),
            models.CheckConstraint(
                condition=~Q(phone="") & ~Q(mail="") & ~Q(recovery="") & ~Q(entity="") & ~Q(number=""),
                name="registration_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.number}"
