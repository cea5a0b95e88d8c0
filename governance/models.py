"""Gathers the models of the rooms, so that Django finds them."""

from governance.access.models import CompanyRight, Grant
from governance.approvals.models import ApprovalDecider, ApprovalDecision, ApprovalRequest
from governance.board.models import Acceptance, Attestation, Finding, ProbeRun, Standing
from governance.deadlines.models import Deadline, Ladder, LadderRung
from governance.deputies.models import Deputyship
from governance.duties.models import Duty, DutyAttachment, DutyRecord
from governance.formkeys.models import FormKey
from governance.ledger.models import LedgerEntry, LedgerSeal
from governance.lists.models import ListExport, SavedFilter
from governance.notices.models import Delivery, Notice, Subscription
from governance.operations.models import Heartbeat
from governance.policies.models import (
    Clause,
    ClauseRequirement,
    ClauseWording,
    LegalRule,
    PackBinding,
    Parameter,
    Policy,
    PolicyReading,
    PolicyReview,
    PolicyStamp,
    PolicyVersion,
    Requirement,
)
from governance.search.models import SearchText
from governance.sensitive.models import SensitiveOperation
from governance.workflow.models import MoveNote
from governance.worktime.models import CalendarDay, CalendarYear, WorkCalendar, WorkSpan

__all__ = [
    "Acceptance",
    "ApprovalDecider",
    "ApprovalDecision",
    "ApprovalRequest",
    "Attestation",
    "CalendarDay",
    "CalendarYear",
    "Clause",
    "ClauseRequirement",
    "ClauseWording",
    "CompanyRight",
    "Deadline",
    "Delivery",
    "Deputyship",
    "Duty",
    "DutyAttachment",
    "DutyRecord",
    "Finding",
    "FormKey",
    "Grant",
    "Heartbeat",
    "Ladder",
    "LadderRung",
    "LedgerEntry",
    "LedgerSeal",
    "LegalRule",
    "ListExport",
    "MoveNote",
    "Notice",
    "PackBinding",
    "Parameter",
    "Policy",
    "PolicyReading",
    "PolicyReview",
    "PolicyStamp",
    "PolicyVersion",
    "ProbeRun",
    "Requirement",
    "SavedFilter",
    "SearchText",
    "SensitiveOperation",
    "Standing",
    "Subscription",
    "WorkCalendar",
    "WorkSpan",
]
