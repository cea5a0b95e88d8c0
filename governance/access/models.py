"""Company-wide rights hang on a model without a table, so that they are ordinary Django permissions."""

from __future__ import annotations

from django.db import models

from governance.access.rules import COMPANY_PERMISSIONS


class CompanyRight(models.Model):
    """Carries the company-wide rights of `rules.COMPANY_PERMISSIONS`; has no rows and no table."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = COMPANY_PERMISSIONS
