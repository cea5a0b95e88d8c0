"""Gathers the gates of the rooms."""

from accounts.custody import gates as custody
from accounts.incidents import gates as incidents
from accounts.leave import gates as leave
from accounts.qualifications import gates as qualifications
from accounts.verification import gates as verification

__all__ = [
    "custody",
    "incidents",
    "leave",
    "qualifications",
    "verification",
]
