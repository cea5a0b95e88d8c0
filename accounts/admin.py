"""Gathers the admin pages of the rooms."""

from accounts.custody import admin as custody
from accounts.directory import admin as directory
from accounts.leave import admin as leave
from accounts.leaving import admin as leaving
from accounts.login import admin as login
from accounts.people import admin as people
from accounts.platforms import admin as platforms

__all__ = ["custody", "directory", "leave", "leaving", "login", "people", "platforms"]
