"""Prize draws: what is announced, the frozen list, the result, the winners (R-057, C-01 to C-03)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.campaigns.rules import CURRENCIES
from content.draws.rules import NAME_LIMIT, SOURCE_CHOICES
from content.draws.workflow import DONE, DRAW, DRAWN, HELD, PLANNED, VOID, WITNESSED
from governance.public import VIEW_ACCOUNT, Machine, accounts_for, state_constraint


def _person(label: Any, *, null: bool = True) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, blank=null, related_name="+", verbose_name=label
    )


class DrawQuerySet(models.QuerySet["Draw"]):
    """Named filters of draws."""

    def visible_to(self, user: Any) -> Self:
        """Of accounts that this person may see, of their own campaigns, and those that they witness."""
        seen = accounts_for(user, VIEW_ACCOUNT)
        own = Q(campaign__author_id=user.pk) | Q(campaign__owner_id=user.pk) | Q(witness_id=user.pk)
        return self.filter(Q(campaign__account_id__in=seen) | own)

    def not_replaced(self) -> Self:
        """Void ones that participants were told of and in whose place no other one is planned.

        Where nobody took part, not in the one in its place either, two people have said so in public: that is the end.
        """
        told = self.filter(status=VOID, voided_at__gte=F("campaign__terms__frozen_at"))
        both_empty = Q(frozen_by__isnull=True, replaces__isnull=False, replaces__frozen_by__isnull=True)
        return told.filter(replacement__isnull=True).exclude(both_empty & ~Q(voided_by=F("replaces__voided_by")))

    def announced(self) -> Self:
        """Those that everybody may look at: their campaign was announced, and what was said stands frozen."""
        return self.filter(campaign__terms__isnull=False)


class Draw(models.Model):
    """One draw of a campaign, by a public value of the future and a seed committed to beforehand."""

    machine: ClassVar[Machine] = DRAW

    campaign = models.ForeignKey("content.Campaign", models.PROTECT, related_name="draws", verbose_name=_("campaign"))
    slug = models.SlugField(max_length=16, unique=True)
    title = models.CharField(_("title"), max_length=NAME_LIMIT)
    draws_at = models.DateTimeField(_("time of the draw"))
    source = models.CharField(_("public value"), max_length=20, choices=SOURCE_CHOICES)
    reference = models.CharField(_("reference"), max_length=20)
    reserves = models.PositiveSmallIntegerField(_("places in reserve"), default=0)
    deliver_by = models.DateTimeField(_("prizes delivered by"))
    witness = _person(_("witness"), null=False)
    planned_by = _person(_("planned by"), null=False)
    frozen_by = _person(_("list frozen by"))
    drawn_by = _person(_("drawn by"))
    witnessed_at = models.DateTimeField(_("witnessed at"), null=True, blank=True)
    witness_note = models.TextField(_("note of the witness"), blank=True)
    void_reason = models.TextField(_("why void"), blank=True)
    voided_by = _person(_("voided by"))
    voided_at = models.DateTimeField(_("void since"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name=_("in place of")
    )
    status = models.CharField(_("status"), max_length=10, choices=DRAW.choices, default=DRAW.initial)
    lock_version = models.PositiveIntegerField(default=0)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("prize draw")
        verbose_name_plural = _("prize draws")
        default_permissions = ("view",)
        ordering = ["draws_at", "pk"]
        constraints = [
            state_constraint(DRAW, "draw_status_known"),
            models.CheckConstraint(condition=Q(deliver_by__gt=F("draws_at")), name="draw_delivered_after"),
            models.CheckConstraint(
                condition=Q(status__in=[PLANNED, VOID]) | Q(frozen_by__isnull=False), name="draw_frozen_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=HELD) | Q(drawn_by__isnull=False), name="draw_drawn_by_somebody"
            ),
            models.CheckConstraint(
                condition=(Q(drawn_by=None) | ~Q(drawn_by=F("witness")))
                & (Q(frozen_by=None) | ~Q(frozen_by=F("witness")))
                & (Q(witnessed_at=None) | ~Q(planned_by=F("witness"))),
                name="draw_witnessed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[WITNESSED, DONE]) | Q(witnessed_at__isnull=False),
                name="draw_witnessed_has_time",
            ),
            models.CheckConstraint(condition=~Q(status=VOID) | ~Q(void_reason=""), name="draw_void_has_reason"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of this draw for colleagues."""
        return reverse("content:draw_detail", args=[self.pk])

    @property
    def account_id(self) -> int:
        """The account of its campaign."""
        return self.campaign.account_id

    @property
    def is_shown(self) -> bool:
        """Whether the public page names winners: a draw that nobody witnessed yet names none."""
        return self.status in (WITNESSED, DONE)

    @property
    def is_rejected(self) -> bool:
        """Whether the witness rejected what was drawn: its file stays public, without any name."""
        return self.status == VOID and self.drawn_by_id is not None

    @property
    def waits_for_witness(self) -> bool:
        """Whether only the witness's word is missing."""
        return self.status == DRAWN


class WitnessChange(models.Model):
    """Another witness of a draw, asked for with a reason and named once a second person agreed; everybody reads it.

    Without a reason it was handed on because the witness left the company.
    """

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="witness_changes", verbose_name=_("draw"))
    before = _person(_("witness before"), null=False)
    witness = _person(_("witness"), null=False)
    reason = models.TextField(_("reason"), blank=True)
    asked_by = _person(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    named_by = _person(_("agreed by"))
    named_at = models.DateTimeField(_("named at"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of the witness")
        verbose_name_plural = _("changes of the witness")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw"], condition=Q(named_at=None), name="witness_change_open_once"),
            models.CheckConstraint(
                condition=Q(named_at=None)
                | Q(reason="")
                | (Q(asked_by__isnull=False, named_by__isnull=False) & ~Q(named_by=F("asked_by"))),
                name="witness_change_by_two",
            ),
            models.CheckConstraint(condition=~Q(named_by=F("witness")), name="witness_change_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.draw} · {self.witness}"


class Prize(models.Model):
    """A prize of a draw: how many pieces, each worth how much; frozen with the terms, and the database keeps it so."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="prizes", db_index=False, verbose_name=_("draw"))
    position = models.PositiveSmallIntegerField(_("place in the order"))
    name = models.CharField(_("prize"), max_length=NAME_LIMIT)
    quantity = models.PositiveSmallIntegerField(_("pieces"))
    worth = models.DecimalField(_("worth of a piece"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="CNY")
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")
        default_permissions = ("view",)
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "position"], name="prize_in_order"),
            models.UniqueConstraint(fields=["draw", "name"], name="prize_named_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="prize_has_pieces"),
        ]

    def __str__(self) -> str:
        return f"{self.name} × {self.quantity}"


class DrawList(models.Model):
    """The frozen list with the commitment to the seed, as published before the draw; written once."""

    draw = models.OneToOneField(Draw, models.PROTECT, primary_key=True, related_name="list", verbose_name=_("draw"))
    document = models.TextField(_("published file"))
    sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField(_("participants"))
    entries_sha256 = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(_("frozen at"))

    class Meta:
        verbose_name = _("frozen list")
        verbose_name_plural = _("frozen lists")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.draw} · {self.entries_sha256[:12]}"


class DrawSecret(models.Model):
    """The seed until the draw, and who hides behind which code until the objections are over; sealed."""

    draw = models.OneToOneField(Draw, models.PROTECT, primary_key=True, related_name="secret", verbose_name=_("draw"))
    sealed = models.TextField(blank=True)
    erase_at = models.DateTimeField(_("to be erased at"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("secret of a draw")
        verbose_name_plural = _("secrets of draws")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=Q(erased_at=None) | Q(sealed=""), name="draw_secret_erased_is_empty")
        ]

    def __str__(self) -> str:
        return str(self.draw)


class DrawResult(models.Model):
    """The result, as published after the draw; written once, so that one draw has one result."""

    draw = models.OneToOneField(Draw, models.PROTECT, primary_key=True, related_name="result", verbose_name=_("draw"))
    document = models.TextField(_("published file"))
    sha256 = models.CharField(max_length=64)
    value = models.CharField(_("public value"), max_length=128)
    drawn_at = models.DateTimeField(_("drawn at"))

    class Meta:
        verbose_name = _("result of a draw")
        verbose_name_plural = _("results of draws")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.draw} · {self.sha256[:12]}"


class DrawWinner(models.Model):
    """A place of the result: a prize, or reserve. The name is masked; the contact is sealed and deleted in time."""

    WON, RESERVE, DELIVERED, PASSED = "won", "reserve", "delivered", "passed"
    STATES = (
        (WON, _("Prize to be delivered")), (RESERVE, _("In reserve")), (DELIVERED, _("Delivered")),
        (PASSED, _("Passed on")),
    )  # fmt: skip

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="winners", db_index=False, verbose_name=_("draw"))
    place = models.PositiveSmallIntegerField(_("place"))
    prize = models.ForeignKey(
        Prize, models.PROTECT, null=True, blank=True, related_name="winners", verbose_name=_("prize")
    )
    # Who got the prize when it was passed on; nobody where no place was left in reserve.
    heir = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="passed_from", verbose_name=_("passed on to")
    )
    code = models.CharField(_("code"), max_length=16)
    masked = models.CharField(_("name, masked"), max_length=10)
    status = models.CharField(_("status"), max_length=10, choices=STATES)
    sealed_contact = models.TextField(blank=True)
    contact_until = models.DateTimeField(_("contact kept until"), null=True, blank=True)
    contact_deleted_at = models.DateTimeField(_("contact deleted at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    delivered_by = _person(_("delivery recorded by"))
    note = models.TextField(_("how delivered, or why passed on"), blank=True)
    lock_version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("winner")
        verbose_name_plural = _("winners")
        default_permissions = ("view",)
        ordering = ["draw", "place"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "place"], name="draw_winner_place"),
            models.UniqueConstraint(fields=["draw", "code"], name="draw_winner_code"),
            models.CheckConstraint(
                condition=Q(status="reserve", prize=None) | (~Q(status="reserve") & Q(prize__isnull=False)),
                name="draw_winner_has_prize",
            ),
            models.CheckConstraint(
                condition=~Q(status="delivered")
                | (Q(delivered_at__isnull=False, delivered_by__isnull=False) & ~Q(note="")),
                name="draw_winner_delivery_recorded",
            ),
            models.CheckConstraint(
                condition=Q(contact_deleted_at=None) | Q(sealed_contact=""), name="draw_winner_contact_deleted"
            ),
            models.CheckConstraint(
                condition=Q(sealed_contact="") | Q(contact_until__isnull=False), name="draw_winner_contact_has_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.masked}"

    @property
    def account_id(self) -> int:
        """The account of its campaign."""
        return self.draw.campaign.account_id
