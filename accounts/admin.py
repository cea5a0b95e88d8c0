"""Gathers the admin pages of the rooms."""

from accounts.accreditations import admin as accreditations
from accounts.custody import admin as custody
from accounts.directory import admin as directory
from accounts.grants import admin as grants
from accounts.groups import admin as groups
from accounts.incidents import admin as incidents
from accounts.leave import admin as leave
from accounts.leaving import admin as leaving
from accounts.login import admin as login
from accounts.opening import admin as opening
from accounts.papers import admin as papers
from accounts.people import admin as people
from accounts.platforms import admin as platforms
from accounts.posts import admin as posts
from accounts.qualifications import admin as qualifications
from accounts.recertification import admin as recertification
from accounts.verification import admin as verification

__all__ = [
    "accreditations",
    "custody",
    "directory",
    "grants",
    "groups",
    "incidents",
    "leave",
    "leaving",
    "login",
    "opening",
    "papers",
    "people",
    "platforms",
    "posts",
    "qualifications",
    "recertification",
    "verification",
]
