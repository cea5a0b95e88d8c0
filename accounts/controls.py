"""Gathers the probes of the rooms, so that the board finds them."""

from accounts.custody import controls as custody
from accounts.leave import controls as leave
from accounts.opening import controls as opening
from accounts.people import controls as people
from accounts.verification import controls as verification

__all__ = ["custody", "leave", "opening", "people", "verification"]
