"""What a company adds to the linter: its own and its secret words, what its posts may lead to, what was applied."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from content.linter.lexicon_rules import CATEGORIES, CONTACT_KINDS, SEVERITY_CHOICES


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


class RegisteredContact(models.Model):
    """A number, address, QR code or article that posts may show: of one account, or of all (R-046)."""

    kind = models.CharField(_("kind"), max_length=6, choices=CONTACT_KINDS)
    value = models.CharField(_("number, address or name"), max_length=300)
    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account"),
        help_text=_("Empty means every account."),
    )  # fmt: skip
    is_active = models.BooleanField(_("in force"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("registered contact")
        verbose_name_plural = _("registered contacts, QR codes and goods")
        ordering = ["kind", "value"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _label in CONTACT_KINDS]), name="registered_contact_kind_known"
            ),
            models.UniqueConstraint(fields=["kind", "value", "account"], name="registered_contact_once"),
            models.UniqueConstraint(
                fields=["kind", "value"], condition=Q(account=None), name="registered_contact_of_all_once"
            ),
        ]

    def __str__(self) -> str:
        return self.value


class LexiconTerm(models.Model):
    """A word of the company's own lexicon, with its weight, basis and better wording (R-045)."""

    term = models.CharField(_("word"), max_length=60)
    severity = models.CharField(_("weight"), max_length=6, choices=SEVERITY_CHOICES, default="warn")
    category = models.CharField(_("category"), max_length=20, choices=CATEGORIES, default="company")
    basis_zh = models.CharField(_("basis, in Chinese"), max_length=200)
    basis_en = models.CharField(_("basis, in English"), max_length=200)
    message_zh = models.CharField(_("what is wrong, in Chinese"), max_length=200)
    message_en = models.CharField(_("what is wrong, in English"), max_length=200)
    wording = models.CharField(_("better wording"), max_length=60, blank=True)
    exempt = models.JSONField(
        _("harmless words that hold it"), default=list, blank=True,
        help_text=_("A list such as [\"第一次\"]: inside these words it does not count."),
    )  # fmt: skip
    markets = models.JSONField(_("markets"), default=list, blank=True, help_text=_("Empty means every market."))
    platforms = models.JSONField(_("platforms"), default=list, blank=True, help_text=_("Empty means every platform."))
    stages = models.JSONField(_("stages"), default=list, blank=True, help_text=_("Empty means every stage."))
    effective_from = models.DateField(_("in force from"))
    effective_until = models.DateField(_("in force until"), null=True, blank=True)
    is_active = models.BooleanField(_("in force"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("word of the company's lexicon")
        verbose_name_plural = _("lexicon of the company")
        ordering = ["term", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["term", "effective_from"], name="lexicon_term_once_a_day"),
            models.CheckConstraint(
                condition=Q(severity__in=[code for code, _label in SEVERITY_CHOICES]),
                name="lexicon_term_severity_known",
            ),
            models.CheckConstraint(
                condition=Q(effective_until=None) | Q(effective_until__gte=F("effective_from")),
                name="lexicon_term_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.term


class LexiconRevision(models.Model):
    """One change of the lexicon; the newest one tells every process which words are in force. Never changed."""

    token = models.CharField(_("token"), max_length=32, unique=True)
    term = models.ForeignKey(LexiconTerm, models.PROTECT, related_name="+", verbose_name=_("word"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("revision of the lexicon")
        verbose_name_plural = _("revisions of the lexicon")
        default_permissions = ("view",)
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class LintRun(models.Model):
    """By which rules and which revision of the lexicon a frozen version was linted. Never changed (R-045)."""

    version = models.OneToOneField(
        "content.DraftVersion", models.PROTECT, related_name="lint_run", verbose_name=_("version")
    )
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    rules_sha256 = models.CharField(_("SHA-256 of the rules"), max_length=64)
    revision = models.ForeignKey(
        LexiconRevision, models.PROTECT, null=True, related_name="+", verbose_name=_("revision of the lexicon")
    )
    findings_sha256 = models.CharField(_("SHA-256 of the findings"), max_length=64)
    linted_at = models.DateTimeField(_("linted at"))

    class Meta:
        verbose_name = _("run of the linter")
        verbose_name_plural = _("runs of the linter")
        default_permissions = ("view",)
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.version_id}"


class PictureCodes(models.Model):
    """The QR codes and barcodes that a stored picture shows, read once (R-046). Never changed."""

    asset = models.OneToOneField(
        "content.MediaAsset", models.PROTECT, related_name="picture_codes", verbose_name=_("file")
    )
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    codes = models.JSONField(_("what the codes say"), default=list, blank=True)
    read_at = models.DateTimeField(_("read at"))

    class Meta:
        verbose_name = _("codes of a picture")
        verbose_name_plural = _("codes of pictures")
        default_permissions = ("view",)
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.asset_id}"
