"""Gathers the probes of the rooms, so that the board finds them."""

from accounts.custody import controls as custody
from accounts.leave import controls as leave
from accounts.leaving import controls as leaving
from accounts.people import controls as people
from accounts.platforms import controls as platforms

__all__ = ["custody", "leave", "leaving", "people", "platforms"]
