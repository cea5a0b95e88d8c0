"""Gathers the models of the rooms, so that Django finds them."""

from accounts.custody.models import Checkout, Credential, Reveal, Rotation, SealedSecret, Share
from accounts.incidents.models import (
    CorrectiveMeasure,
    Incident,
    IncidentNote,
    IncidentProof,
    IncidentSecret,
    IncidentStep,
    TouchedAccount,
)
from accounts.leave.models import Leave, LeaveHandover
from accounts.people.models import Department, User
from accounts.platforms.models import PlatformAccount

__all__ = [
    "Checkout",
    "CorrectiveMeasure",
    "Credential",
    "Department",
    "Incident",
    "IncidentNote",
    "IncidentProof",
    "IncidentSecret",
    "IncidentStep",
    "Leave",
    "LeaveHandover",
    "PlatformAccount",
    "Reveal",
    "Rotation",
    "SealedSecret",
    "Share",
    "TouchedAccount",
    "User",
]
