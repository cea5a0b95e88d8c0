"""Gathers the admin pages of the rooms."""

from accounts.custody import admin as custody
from accounts.leave import admin as leave
from accounts.login import admin as login
from accounts.opening import admin as opening
from accounts.papers import admin as papers
from accounts.people import admin as people
from accounts.platforms import admin as platforms
from accounts.verification import admin as verification

__all__ = ["custody", "leave", "login", "opening", "papers", "people", "platforms", "verification"]
