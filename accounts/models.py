"""Gathers the models of the rooms, so that Django finds them."""

from accounts.leave.models import Leave, LeaveHandover
from accounts.people.models import Department, User
from accounts.platforms.models import PlatformAccount

__all__ = ["Department", "Leave", "LeaveHandover", "PlatformAccount", "User"]
