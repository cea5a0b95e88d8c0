"""Gathers the admin pages of the rooms."""

from accounts.custody import admin as custody
from accounts.incidents import admin as incidents
from accounts.leave import admin as leave
from accounts.login import admin as login
from accounts.people import admin as people
from accounts.platforms import admin as platforms

__all__ = ["custody", "incidents", "leave", "login", "people", "platforms"]
