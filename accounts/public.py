"""The only door into accounts for the floors above."""

from accounts.accreditations.models import Accreditation
from accounts.accreditations.reading import accredited_ids, accredited_then
from accounts.accreditations.rules import SIGNING as ADVISING
from accounts.accreditations.services import end_accreditation, file_accreditation
from accounts.custody.models import Credential
from accounts.custody.rules import API_TOKEN
from accounts.custody.sealed_texts import CannotOpenText, open_text, register_sealed_text, seal_text
from accounts.custody.services import add_credential
from accounts.custody.tokens import Token, use_token
from accounts.directory.services import sync_directory
from accounts.groups.reading import group_members
from accounts.groups.services import end_seat, name_member
from accounts.incidents.holding import Hold, register_hold
from accounts.incidents.models import Incident
from accounts.incidents.services import report_incident
from accounts.leave.models import Leave
from accounts.leave.services import ask_leave, come_back, record_absence, withdraw_leave
from accounts.leaving.holdings import Handing, Holding, HoldingKind, register_holding
from accounts.leaving.services import leave_company, plan_departure
from accounts.login.confirmation import CONFIRMED_FOR, check_confirmed, confirmation_required, confirmed_at
from accounts.opening.services import ask_again, ask_opening
from accounts.people.models import Department, User
from accounts.people.services import add_department, add_person, change_department, change_person
from accounts.platforms.closing import Closing, register_closing
from accounts.platforms.health import BAD, GOOD, QUIET, WARN, Health, HealthRow, register_health
from accounts.platforms.history import account_lives
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import PLATFORM_CHOICES
from accounts.platforms.services import change_account, move_account
from accounts.posts.services import accept_sheet, appoint_to_post, end_holding, write_sheet
from accounts.qualifications.models import Qualification
from accounts.qualifications.reading import competent_ids, qualified_ids, qualified_then
from accounts.qualifications.rules import SIGNING
from accounts.qualifications.services import appoint_reviewer, end_qualification
from governance.public import deputies_of, standing_in_for

__all__ = [
    "ADVISING",
    "API_TOKEN",
    "BAD",
    "CONFIRMED_FOR",
    "GOOD",
    "PLATFORM_CHOICES",
    "QUIET",
    "SIGNING",
    "WARN",
    "Accreditation",
    "CannotOpenText",
    "Closing",
    "Credential",
    "Department",
    "Handing",
    "Health",
    "HealthRow",
    "Hold",
    "Holding",
    "HoldingKind",
    "Incident",
    "Leave",
    "PlatformAccount",
    "Qualification",
    "Token",
    "User",
    "accept_sheet",
    "account_lives",
    "accredited_ids",
    "accredited_then",
    "add_credential",
    "add_department",
    "add_person",
    "appoint_reviewer",
    "appoint_to_post",
    "ask_again",
    "ask_leave",
    "ask_opening",
    "change_account",
    "change_department",
    "change_person",
    "check_confirmed",
    "come_back",
    "competent_ids",
    "confirmation_required",
    "confirmed_at",
    "deputies_of",
    "end_accreditation",
    "end_holding",
    "end_qualification",
    "end_seat",
    "file_accreditation",
    "group_members",
    "leave_company",
    "move_account",
    "name_member",
    "open_text",
    "plan_departure",
    "qualified_ids",
    "qualified_then",
    "record_absence",
    "register_closing",
    "register_health",
    "register_hold",
    "register_holding",
    "register_sealed_text",
    "report_incident",
    "seal_text",
    "standing_in_for",
    "sync_directory",
    "use_token",
    "withdraw_leave",
    "write_sheet",
]
