"""Moments and people as the plain data of an evidence pack."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.public import User


def plain_moment(value: datetime | None) -> str | None:
    """A moment in UTC, to the microsecond."""
    return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None


def plain_person(user: User | None) -> dict[str, Any] | None:
    """Who somebody is, by number and name."""
    return None if user is None else {"id": user.pk, "name": str(user)}
