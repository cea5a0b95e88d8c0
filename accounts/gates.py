"""Gathers the gates of the rooms."""

from accounts.custody import gates as custody
from accounts.leave import gates as leave
from accounts.verification import gates as verification

__all__ = ["custody", "leave", "verification"]
