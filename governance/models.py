"""Gathers the models of the rooms, so that Django finds them."""

from governance.access.models import CompanyRight
from governance.ledger.models import LedgerEntry, LedgerSeal
from governance.operations.models import Heartbeat

__all__ = ["CompanyRight", "Heartbeat", "LedgerEntry", "LedgerSeal"]
