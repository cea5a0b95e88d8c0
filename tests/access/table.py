"""The table of the access matrix: one row per address and case, every address of the URLconf stands in it."""

from __future__ import annotations

from tests.access.table_of_accounts import ACCOUNTS
from tests.access.table_of_analytics import ANALYTICS
from tests.access.table_of_content import CONTENT
from tests.access.table_of_ground import GROUND
from tests.access.table_of_interactions import INTERACTIONS

ROWS = (*GROUND, *ACCOUNTS, *CONTENT, *INTERACTIONS, *ANALYTICS)
