"""Gathers the admin pages of the rooms."""

from governance.access import admin as access
from governance.approvals import admin as approvals
from governance.board import admin as board
from governance.deadlines import admin as deadlines
from governance.deputies import admin as deputies
from governance.duties import admin as duties
from governance.formkeys import admin as formkeys
from governance.ledger import admin as ledger
from governance.lists import admin as lists
from governance.notices import admin as notices
from governance.policies import admin as policies
from governance.search import admin as search
from governance.sensitive import admin as sensitive
from governance.workflow import admin as workflow
from governance.worktime import admin as worktime

__all__ = [
    "access",
    "approvals",
    "board",
    "deadlines",
    "deputies",
    "duties",
    "formkeys",
    "ledger",
    "lists",
    "notices",
    "policies",
    "search",
    "sensitive",
    "workflow",
    "worktime",
]
