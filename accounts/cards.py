"""Gathers the cards of the rooms."""

from accounts.accreditations import cards as accreditations
from accounts.custody import cards as custody
from accounts.grants import cards as grants
from accounts.incidents import cards as incidents
from accounts.leaving import cards as leaving
from accounts.opening import cards as opening
from accounts.posts import cards as posts
from accounts.qualifications import cards as qualifications
from accounts.recertification import cards as recertification
from accounts.verification import cards as verification

__all__ = [
    "accreditations",
    "custody",
    "grants",
    "incidents",
    "leaving",
    "opening",
    "posts",
    "qualifications",
    "recertification",
    "verification",
]
