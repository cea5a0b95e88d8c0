"""Gathers the gates of the rooms."""

from accounts.custody import gates as custody
from accounts.leave import gates as leave
from accounts.qualifications import gates as qualifications

__all__ = ["custody", "leave", "qualifications"]
