"""Gathers the probes of the rooms, so that the board finds them."""

from accounts.custody import controls as custody
from accounts.groups import controls as groups
from accounts.incidents import controls as incidents
from accounts.leave import controls as leave
from accounts.leaving import controls as leaving
from accounts.people import controls as people
from accounts.platforms import controls as platforms
from accounts.posts import controls as posts

__all__ = ["custody", "groups", "leave", "people", "platforms", "posts"]
from accounts.recertification import controls as recertification

__all__ = ["custody", "leave", "people", "platforms", "recertification"]
__all__ = ["custody", "incidents", "leave", "people", "platforms"]
__all__ = ["custody", "leave", "leaving", "people", "platforms"]
from accounts.opening import controls as opening
from accounts.verification import controls as verification

__all__ = ["custody", "leave", "opening", "people", "verification"]
