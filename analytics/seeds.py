"""What the analytics floor needs before the first day: the known metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.metrics.catalogue import seed_metrics

if TYPE_CHECKING:
    from accounts.models import User


def seed(*, actor: User | None = None) -> None:
    """Fill the floor's tables; may run again and changes nothing then."""
    seed_metrics()
