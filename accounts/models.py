"""Gathers the models of the rooms, so that Django finds them."""

from accounts.custody.models import Checkout, Credential, Reveal, Rotation, SealedSecret, Share
from accounts.grants.models import AskedGrant
from accounts.leave.models import Leave, LeaveHandover
from accounts.people.models import Department, User
from accounts.platforms.models import PlatformAccount

__all__ = [
    "AskedGrant",
    "Checkout",
    "Credential",
    "Department",
    "Leave",
    "LeaveHandover",
    "PlatformAccount",
    "Reveal",
    "Rotation",
    "SealedSecret",
    "Share",
    "User",
]
