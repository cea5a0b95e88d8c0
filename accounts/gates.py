"""Gathers the gates of the rooms."""

from accounts.custody import gates as custody
from accounts.leave import gates as leave

__all__ = ["custody", "leave"]
