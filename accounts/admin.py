"""Gathers the admin pages of the rooms."""

from accounts.custody import admin as custody
from accounts.grants import admin as grants
from accounts.leave import admin as leave
from accounts.login import admin as login
from accounts.people import admin as people
from accounts.platforms import admin as platforms

__all__ = ["custody", "grants", "leave", "login", "people", "platforms"]
