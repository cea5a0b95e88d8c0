"""What the rule books have waiting for a person: to sign, to decide."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access.services import can
from governance.home.registry import Card, CardItem, card
from governance.policies.books import today
from governance.policies.models import PolicyVersion
from governance.policies.people import packs_of
from governance.policies.reading import sign_by
from governance.policies.services import signed_versions
from governance.policies.workflow import MANAGE

if TYPE_CHECKING:
    from accounts.models import User


@card("policies_to_sign", title=_("Rule books to sign"), order=15)
def policies_to_sign(user: User, now: datetime) -> Card | None:
    """Versions that bind the person and lack their signature, due at the end of the grace (R-106)."""
    packs = packs_of(user, now)
    versions = PolicyVersion.objects.in_force(today(now)).filter(policy__code__in=packs).select_related("policy")
    waiting = [version for version in versions.order_by("policy__rank") if version.pk not in signed_versions(user)]
    items = [
        CardItem(str(version), version.policy.get_absolute_url(), _evening(sign_by(version, user)))
        for version in waiting
    ]
    return Card(items, reverse("governance:policies"))


def _evening(day: date) -> datetime:
    return datetime.combine(day, time.max, timezone.get_default_timezone())


@card("policies_to_decide", title=_("Changes of rule books to decide"), order=45)
def policies_to_decide(user: User, now: datetime) -> Card | None:
    """Proposals of others, for who manages the rule books (R-126)."""
    if not can(user, MANAGE):
        return None
    waiting = PolicyVersion.objects.filter(status="draft").exclude(proposed_by=user).select_related("policy")
    items = [
        CardItem(str(row), reverse("governance:policy_version", args=[row.pk]), note=row.reason) for row in waiting
    ]
    return Card(items, reverse("governance:policies"))
