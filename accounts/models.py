"""Gathers the models of the rooms, so that Django finds them."""

from accounts.custody.models import Checkout, Credential, Reveal, Rotation, SealedSecret, Share
from accounts.leave.models import Leave, LeaveHandover
from accounts.people.models import Department, User
from accounts.platforms.models import PlatformAccount
from accounts.recertification.models import RecertificationLine, RecertificationRound

__all__ = [
    "Checkout",
    "Credential",
    "Department",
    "Leave",
    "LeaveHandover",
    "PlatformAccount",
    "RecertificationLine",
    "RecertificationRound",
    "Reveal",
    "Rotation",
    "SealedSecret",
    "Share",
    "User",
]
