"""Gathers the admin pages of the rooms."""

from governance.ledger import admin as ledger

__all__ = ["ledger"]
