"""Gathers the admin pages of the rooms."""

from governance.deadlines import admin as deadlines
from governance.ledger import admin as ledger
from governance.lists import admin as lists
from governance.notices import admin as notices
from governance.search import admin as search
from governance.worktime import admin as worktime

__all__ = ["deadlines", "ledger", "lists", "notices", "search", "worktime"]
