"""Gathers the probes of the rooms, so that the board finds them."""

from accounts.attestations import controls as attestations
from accounts.custody import controls as custody
from accounts.grants import controls as grants
from accounts.groups import controls as groups
from accounts.incidents import controls as incidents
from accounts.leave import controls as leave
from accounts.leaving import controls as leaving
from accounts.opening import controls as opening
from accounts.people import controls as people
from accounts.posts import controls as posts
from accounts.recertification import controls as recertification
from accounts.upkeep import controls as upkeep
from accounts.verification import controls as verification

__all__ = [
    "attestations",
    "custody",
    "grants",
    "groups",
    "incidents",
    "leave",
    "leaving",
    "opening",
    "people",
    "posts",
    "recertification",
    "upkeep",
    "verification",
]
