"""Gathers the probes of the rooms, so that the board finds them."""

from accounts.attestations import controls as attestations
from accounts.custody import controls as custody
from accounts.leave import controls as leave
from accounts.people import controls as people
from accounts.platforms import controls as platforms
from accounts.upkeep import controls as upkeep

__all__ = ["attestations", "custody", "leave", "people", "platforms", "upkeep"]
