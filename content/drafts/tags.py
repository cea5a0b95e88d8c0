"""How many hashtags a post carries, by the rule books of its account (R-041, K-4.2.3b)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from governance.public import param

if TYPE_CHECKING:
    from accounts.public import PlatformAccount

TAGS = "tags.minimum"


def tags_wanted(account: PlatformAccount | int, at: datetime | None = None) -> int:
    """The least number of hashtags; one that has fewer says why."""
    return int(param(TAGS, account=account, at=at).value)
