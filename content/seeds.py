"""The first rows of this floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.media.limits import list_limits

if TYPE_CHECKING:
    from accounts.public import User


def seed(*, actor: User | None = None) -> None:
    """Fill what the company begins with; may run again and changes nothing then."""
    list_limits()
