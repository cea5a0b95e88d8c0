"""Signing as reviewer rests while one's qualification is missing, ended or lapsed (R-122, O-4.3.3a)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from accounts.qualifications.models import Qualification
from accounts.qualifications.rules import APPOINT, SIGNING
from governance.public import CompiledQuery, Denied, access_moment, holders, listed, register_gate

NAMED = 3
NEVER = gettext_lazy("Only qualified reviewers sign, and you were not appointed as one yet. Please ask {who}.")
LAPSED = gettext_lazy("Your qualification as reviewer ended on {day}, so signing rests. It is renewed by {who}.")

# The one that holds longest decides: while it covers now, nothing rests.
LONGEST = CompiledQuery(
    lambda now, person: (
        Qualification.objects.open()
        .filter(person_id=person, appointed_at__lte=now)
        .order_by("-valid_until")
        .values_list("valid_until")[:1]
    )
)


class _Appointers:
    """Who can appoint and renew, asked only where the sentence is read."""

    def __init__(self, person: int) -> None:
        self.person = person

    def __str__(self) -> str:
        names = [str(user) for user in holders(APPOINT).exclude(pk=self.person)[:NAMED]]
        return listed(names) or _("an administrator")


def qualification_gate(user: User, permission: str, account_id: int | None) -> Denied | None:
    """Deny the two reviews without a qualification in force; one compiled statement per person and request."""
    if permission not in SIGNING:
        return None
    if not hasattr(user, "_qualified_until"):
        found = LONGEST.rows(now=access_moment(), person=user.pk)
        user._qualified_until = found[0][0] if found else None  # type: ignore[attr-defined]
    until: datetime | None = user._qualified_until  # type: ignore[attr-defined]
    if until is None:
        return Denied(format_lazy(NEVER, who=_Appointers(user.pk)))
    if until > access_moment():
        return None
    day = timezone.localtime(until, timezone.get_default_timezone()).date()
    return Denied(format_lazy(LAPSED, day=day.isoformat(), who=_Appointers(user.pk)))


register_gate("not_qualified", qualification_gate)
