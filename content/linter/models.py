"""What a company adds to the rules of the linter: its secret words, and the hosts that its posts may name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SecretTerm(models.Model):
    """A word that no post may hold: a code name, a project, a person (R-044)."""

    term = models.CharField(_("word"), max_length=60, unique=True)
    reason = models.CharField(_("why it is secret"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("secret word of the company")
        verbose_name_plural = _("secret words of the company")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class RegisteredHost(models.Model):
    """A host to which posts may link: of one account, or of all (R-046)."""

    host = models.CharField(_("host"), max_length=120, help_text=_("Without https:// and www., as in example.com."))
    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account"),
        help_text=_("Empty means every account."),
    )  # fmt: skip
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("registered host")
        verbose_name_plural = _("registered hosts")
        ordering = ["host"]
        constraints = [
            models.UniqueConstraint(fields=["host", "account"], name="registered_host_once"),
            models.UniqueConstraint(
                fields=["host"], condition=models.Q(account=None), name="registered_host_of_all_once"
            ),
        ]

    def __str__(self) -> str:
        return self.host
