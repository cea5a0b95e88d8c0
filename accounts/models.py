"""Gathers the models of the rooms, so that Django finds them."""

from accounts.custody.models import Checkout, Credential, Reveal, Rotation, SealedSecret, Share
from accounts.directory.models import DirectoryRun
from accounts.leave.models import Leave, LeaveHandover
from accounts.leaving.models import Departure, DepartureLine
from accounts.people.models import Department, User
from accounts.platforms.models import PlatformAccount

__all__ = [
    "Checkout",
    "Credential",
    "Department",
    "Departure",
    "DepartureLine",
    "DirectoryRun",
    "Leave",
    "LeaveHandover",
    "PlatformAccount",
    "Reveal",
    "Rotation",
    "SealedSecret",
    "Share",
    "User",
]
