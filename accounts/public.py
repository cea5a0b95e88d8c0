"""The only door into accounts for the floors above."""

from accounts.directory.services import sync_directory
from accounts.leave.models import Leave
from accounts.leave.services import ask_leave, come_back, record_absence, withdraw_leave
from accounts.leaving.holdings import Handing, Holding, HoldingKind, register_holding
from accounts.leaving.services import leave_company, plan_departure
from accounts.login.confirmation import CONFIRMED_FOR, check_confirmed, confirmed_at
from accounts.people.models import Department, User
from accounts.people.services import add_department, add_person, change_department, change_person
from accounts.platforms.history import account_lives
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import PLATFORM_CHOICES
from accounts.platforms.services import add_account, change_account, move_account
from governance.public import deputies_of, standing_in_for

__all__ = [
    "CONFIRMED_FOR",
    "PLATFORM_CHOICES",
    "Department",
    "Handing",
    "Holding",
    "HoldingKind",
    "Leave",
    "PlatformAccount",
    "User",
    "account_lives",
    "add_account",
    "add_department",
    "add_person",
    "ask_leave",
    "change_account",
    "change_department",
    "change_person",
    "check_confirmed",
    "come_back",
    "confirmed_at",
    "deputies_of",
    "leave_company",
    "move_account",
    "plan_departure",
    "record_absence",
    "register_holding",
    "standing_in_for",
    "sync_directory",
    "withdraw_leave",
]
