"""Departments and the people who work in them."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.people.names import fault_of_name


class Department(models.Model):
    """A unit of the company, with one head who answers for it."""

    code = models.SlugField(_("code"), unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    head = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="headed_departments",
        verbose_name=_("head"),
    )
    is_active = models.BooleanField(_("active"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh


class User(AbstractUser):
    """A member of staff. Signs with this record, so it is disabled, never deleted."""

    display_name = models.CharField(_("name"), max_length=80, blank=True)
    employee_number = models.CharField(_("employee number"), max_length=40, blank=True, db_index=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name=_("department")
    )
    superior = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports_to_me", verbose_name=_("superior")
    )
    post = models.CharField(_("post"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_to = models.TimeField(_("quiet to"), null=True, blank=True)
    shortcuts_enabled = models.BooleanField(_("keyboard shortcuts"), default=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")

    def clean(self) -> None:
        """A new login name is one that no eye takes for another's."""
        super().clean()
        if not self._state.adding:
            return
        fault = fault_of_name(self.username, User.objects.values_list("username", flat=True))
        if fault:
            raise ValidationError({"username": fault})

    def __str__(self) -> str:
        return self.display_name or self.username
