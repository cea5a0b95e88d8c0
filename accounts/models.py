"""Gathers the models of the rooms, so that Django finds them."""

from accounts.custody.models import Checkout, Credential, Reveal, Rotation, SealedSecret, Share
from accounts.leave.models import Leave, LeaveHandover
from accounts.opening.models import AccountRegistration
from accounts.papers.models import AccountPaper
from accounts.people.models import Department, User
from accounts.platforms.models import PlatformAccount
from accounts.verification.models import AccountVerification

__all__ = [
    "AccountPaper",
    "AccountRegistration",
    "AccountVerification",
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
