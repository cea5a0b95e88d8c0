"""Gathers the models of the rooms, so that Django finds them."""

from accounts.accreditations.models import Accreditation
from accounts.custody.models import Checkout, Credential, Reveal, Rotation, SealedSecret, Share
from accounts.directory.models import DirectoryRun
from accounts.grants.models import AskedGrant
from accounts.groups.models import GroupSeat
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
from accounts.leaving.models import Departure, DepartureLine
from accounts.opening.models import AccountRegistration
from accounts.papers.models import AccountPaper
from accounts.people.models import Department, User
from accounts.platforms.models import PlatformAccount
from accounts.posts.models import DutySheet, Post, PostHolding, SheetAcceptance
from accounts.qualifications.models import Qualification
from accounts.recertification.models import RecertificationLine, RecertificationRound
from accounts.verification.models import AccountVerification

__all__ = [
    "AccountPaper",
    "AccountRegistration",
    "AccountVerification",
    "Accreditation",
    "AskedGrant",
    "Checkout",
    "CorrectiveMeasure",
    "Credential",
    "Department",
    "Departure",
    "DepartureLine",
    "DirectoryRun",
    "DutySheet",
    "GroupSeat",
    "Incident",
    "IncidentNote",
    "IncidentProof",
    "IncidentSecret",
    "IncidentStep",
    "Leave",
    "LeaveHandover",
    "PlatformAccount",
    "Post",
    "PostHolding",
    "Qualification",
    "RecertificationLine",
    "RecertificationRound",
    "Reveal",
    "Rotation",
    "SealedSecret",
    "Share",
    "SheetAcceptance",
    "TouchedAccount",
    "User",
]
