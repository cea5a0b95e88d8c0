"""The only door into accounts for the floors above."""

from accounts.people.models import Department, User
from accounts.people.services import add_department, add_person, change_department, change_person, disable_person
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import PLATFORM_CHOICES
from accounts.platforms.services import add_account, change_account, move_account

__all__ = [
    "PLATFORM_CHOICES",
    "Department",
    "PlatformAccount",
    "User",
    "add_account",
    "add_department",
    "add_person",
    "change_account",
    "change_department",
    "change_person",
    "disable_person",
    "move_account",
]
