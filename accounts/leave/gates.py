"""Signing rests while somebody is on leave: they may log in and read, and say that they are back (R-016)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.leave.models import Leave
from accounts.leave.rules import RESTING
from accounts.leave.workflow import APPROVED
from accounts.people.models import User
from governance.public import CompiledQuery, Denied, access_moment, register_gate

ON_LEAVE = CompiledQuery(lambda at, person: Leave.objects.at(at).filter(person_id=person, status=APPROVED))


def leave_gate(user: User, permission: str, account_id: int | None) -> Denied | None:
    """Deny signing during an approved leave; asked once per person and request."""
    if permission not in RESTING:
        return None
    if not hasattr(user, "_on_leave"):
        user._on_leave = ON_LEAVE.first(at=access_moment(), person=user.pk)  # type: ignore[attr-defined]
    leave: Leave | None = user._on_leave  # type: ignore[attr-defined]
    if leave is None:
        return None
    return Denied(
        _("You are on leave until %(day)s and your deputy is there. If you are back, open your leave and say so.")
        % {"day": leave.last_day.isoformat()}
    )


register_gate("on_leave", leave_gate)
