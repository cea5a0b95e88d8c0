"""Gathers the probes of the rooms, so that the board finds them."""

from accounts.people import controls as people
from accounts.platforms import controls as platforms

__all__ = ["people", "platforms"]
