"""What a request for roles asks: a line for each role and place (R-012, D-2.3.2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.platforms.models import PlatformAccount
from governance.public import ROLES_BY_CODE, Sentence


class AskedGrant(models.Model):
    """A role on one account, or in the company, that a request asks for its beneficiary; written with the request."""

    request = models.ForeignKey(
        "governance.ApprovalRequest", models.PROTECT, related_name="asked_grants", db_index=False,
        verbose_name=_("request"),
    )  # fmt: skip
    role = models.SlugField(_("role"), max_length=40, db_index=False)
    account = models.ForeignKey(
        PlatformAccount, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("platform account"),
    )  # fmt: skip
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)

    class Meta:
        verbose_name = _("role asked for")
        verbose_name_plural = _("roles asked for")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "role", "account"], name="asked_grant_once"),
            models.UniqueConstraint(
                fields=["request", "role"], condition=models.Q(account=None), name="asked_grant_in_company_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_label} · {self.account or _('the company')}"

    @property
    def role_label(self) -> Sentence:
        """The role in words; its code where the table of roles no longer has it."""
        row = ROLES_BY_CODE.get(self.role)
        return row.label if row else self.role
