"""What other rooms do when a post is withdrawn, in the transaction of the withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.public import User
    from content.publishing.models import Publication

Follower = Callable[..., object]
_followers: dict[str, Follower] = {}


def follow_withdrawal(code: str, follower: Follower) -> None:
    """Add one: `follower(publication, actor=, at=)` runs under the lock of the publication."""
    _followers[code] = follower


def tell_withdrawal(publication: Publication, *, actor: User, at: datetime) -> None:
    """Run them all."""
    for follower in _followers.values():
        follower(publication, actor=actor, at=at)
