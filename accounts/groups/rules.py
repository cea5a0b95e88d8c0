"""The facts of governing groups: what a rule book asks of its group, and who names its members (R-002). Pure."""

from __future__ import annotations

# The parameter of the rule books: which post leads, and which units must sit on the group.
GROUP = "group"
APPOINT = "governance.manage_policies"
# The seat of whoever leads; every other seat names the unit that it represents, or nothing.
LEADER = "leader"
