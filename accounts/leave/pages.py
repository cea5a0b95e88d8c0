"""Whose leave one may see, and what stands on the person's page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.leave.models import Leave, LeaveQuerySet
from accounts.leave.workflow import APPROVED, AWAY
from governance.public import Move, available_moves, can

if TYPE_CHECKING:
    from accounts.people.models import User

TABS = (("mine", _("My leave")), ("deputy", _("I stand in")), ("people", _("My people")))
OWN_MOVES = ("withdraw", "come_back", "end_absence")
SHOWN = 20


def visible_to(user: User) -> LeaveQuerySet:
    """One's own, those in which one stands in, those of one's people; all for whoever keeps or reads people."""
    rows = Leave.objects.select_related("person", "deputy")
    if can(user, "governance.manage_people") or can(user, "governance.read_everything"):
        return rows
    mine = Q(person=user) | Q(deputy=user)
    return rows.filter(mine | Q(person__superior=user) | Q(person__department__head=user))


def rows_of(user: User, tab: str) -> LeaveQuerySet:
    """The leaves of a tab."""
    rows = visible_to(user)
    if tab == "mine":
        return rows.filter(person=user)
    return rows.filter(deputy=user) if tab == "deputy" else rows.exclude(person=user)


def tabs_of(tab: str) -> list[dict[str, Any]]:
    """Mine, those in which I stand in, those of my people."""
    return [
        {"url": f"?tab={code}", "label": label, "current": code == tab, "count": ""} for code, label in TABS
    ]  # fmt: skip


def own_moves(leave: Leave, user: User, at: datetime) -> list[Move]:
    """What the person may do with their own leave now."""
    found = available_moves(leave, user, {"at": at, "request": leave.request_id})
    return [move for move in found if move.name in OWN_MOVES and move.allowed]


def leave_of(person: User, at: datetime) -> list[Leave]:
    """Leave that runs or is to come, for the person's page: days and deputy, never the reason."""
    rows = Leave.objects.filter(person=person, status__in=AWAY, ends_at__gt=at).select_related("deputy")
    return list(rows.order_by("begins_at")[:SHOWN])


def stood_in_by(person: User, at: datetime) -> list[Leave]:
    """Leave of others in which this person stands in now."""
    rows = Leave.objects.at(at).filter(deputy=person, status=APPROVED).select_related("person")
    return list(rows[:SHOWN])
