"""Gathers the gates of the rooms."""

from accounts.leave import gates as leave

__all__ = ["leave"]
