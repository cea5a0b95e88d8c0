"""The only door into accounts for the floors above."""

from accounts.leave.models import Leave
from accounts.leave.services import ask_leave, come_back, record_absence, withdraw_leave
from accounts.login.confirmation import CONFIRMED_FOR, check_confirmed, confirmed_at
from accounts.opening.services import ask_again, ask_opening
from accounts.people.models import Department, User
from accounts.people.services import add_department, add_person, change_department, change_person, disable_person
from accounts.platforms.closing import Closing, register_closing
from accounts.platforms.health import BAD, GOOD, QUIET, WARN, Health, HealthRow, register_health
from accounts.platforms.history import account_lives
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import PLATFORM_CHOICES
from accounts.platforms.services import change_account, move_account
from governance.public import deputies_of, standing_in_for

__all__ = [
    "BAD",
    "CONFIRMED_FOR",
    "GOOD",
    "PLATFORM_CHOICES",
    "QUIET",
    "WARN",
    "Closing",
    "Department",
    "Health",
    "HealthRow",
    "Leave",
    "PlatformAccount",
    "User",
    "account_lives",
    "add_department",
    "add_person",
    "ask_again",
    "ask_leave",
    "ask_opening",
    "change_account",
    "change_department",
    "change_person",
    "check_confirmed",
    "come_back",
    "confirmed_at",
    "deputies_of",
    "disable_person",
    "move_account",
    "record_absence",
    "register_closing",
    "register_health",
    "standing_in_for",
    "withdraw_leave",
]
