"""Gathers the probes of the rooms, so that the board finds them."""

from accounts.custody import controls as custody
from accounts.grants import controls as grants
from accounts.leave import controls as leave
from accounts.people import controls as people
from accounts.platforms import controls as platforms

__all__ = ["custody", "grants", "leave", "people", "platforms"]
