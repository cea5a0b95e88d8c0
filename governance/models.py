"""Gathers the models of the rooms, so that Django finds them."""

from governance.access.models import CompanyRight
from governance.ledger.models import LedgerEntry, LedgerSeal
from governance.operations.models import Heartbeat
from governance.policies.models import (
    Clause,
    ClauseRequirement,
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

__all__ = [
    "Clause",
    "ClauseRequirement",
    "CompanyRight",
    "Heartbeat",
    "LedgerEntry",
    "LedgerSeal",
    "LegalRule",
    "PackBinding",
    "Parameter",
    "Policy",
    "PolicyReading",
    "PolicyReview",
    "PolicyStamp",
    "PolicyVersion",
    "Requirement",
]
