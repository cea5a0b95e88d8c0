"""Gathers the probes of the rooms, so that the board finds them."""

from accounts.custody import controls as custody
from accounts.incidents import controls as incidents
from accounts.leave import controls as leave
from accounts.people import controls as people
from accounts.platforms import controls as platforms

__all__ = ["custody", "incidents", "leave", "people", "platforms"]
