"""Who sits on the governing group of each rule book, as leader or for which unit (R-002)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.groups.rules import LEADER
from accounts.terms.models import Term, TermQuerySet, term_constraints
from governance.public import term


class GroupSeatQuerySet(TermQuerySet["GroupSeat"]):
    """Named filters of every term."""


class GroupSeat(Term):
    """A seat on the governing group of a rule book, given by somebody else."""

    policy = models.ForeignKey(
        "governance.Policy", models.PROTECT, related_name="+", db_index=False, verbose_name=_("rule book")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="group_seats", db_index=False, verbose_name=_("member")
    )
    unit = models.SlugField(
        _("represents"), max_length=60, blank=True, help_text=_("The unit's code, “leader”, or nothing.")
    )
    objects = GroupSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat on a governing group")
        verbose_name_plural = _("seats on governing groups")
        default_permissions = ("view",)
        ordering = ["policy", "pk"]
        indexes = [
            models.Index(fields=["policy", "ended_at"], name="group_seat_of_policy"),
            models.Index(fields=["person", "ended_at"], name="group_seat_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["policy"], condition=Q(unit=LEADER, ended_at=None), name="group_one_leader"
            ),
            models.UniqueConstraint(
                fields=["policy", "person", "unit"], condition=Q(ended_at=None), name="group_seat_open_once"
            ),
            *term_constraints("group_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.policy} · {self.unit_words}" if self.unit else str(self.policy)

    @property
    def policy_code(self) -> str:
        """By which the group's page is addressed."""
        return str(self.policy.code)

    @property
    def unit_words(self) -> str:
        """What the seat stands for, in the reader's language; empty for a further member."""
        return term(self.unit) if self.unit else ""
