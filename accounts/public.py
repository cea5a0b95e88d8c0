"""The only door into accounts for the floors above."""

from accounts.models import Department, PlatformAccount, User

__all__ = ["Department", "PlatformAccount", "User"]
