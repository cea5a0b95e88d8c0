"""Facts of licences: what a licence of outside material says, and who hears of its end (R-029). Pure."""

from __future__ import annotations

# So many days before a licence ends its keeper hears of it: the parameter of the rule books.
REMIND = "licence.remind"
TEXT_LIMIT, NAME_LIMIT = 300, 120
FOLDER = "licences"
