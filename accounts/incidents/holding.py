"""What stops while an incident holds publishing: each floor names its part, done as the incident opens (R-011).

The gate keeps anything new from going out; this takes back what was already on its way, since nothing that is late
publishes by itself once the incident is contained.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.incidents.models import Incident
    from accounts.platforms.models import PlatformAccount


@dataclass(frozen=True, slots=True)
class Hold:
    """An account on which an incident lets nothing be published from this moment on."""

    account: PlatformAccount
    incident: Incident
    at: datetime


# Takes back what one floor has on its way there, inside the transaction that opens the incident.
Stop = Callable[[Hold], object]
_stops: dict[str, Stop] = {}


def register_hold(code: str, stop: Stop) -> None:
    """Have `stop` called for every account that an incident begins to hold, opened again included."""
    _stops[code] = stop


def hold_publishing(incident: Incident, *, at: datetime) -> None:
    """Call every part for each account of the incident in the order of their ids, where its kind holds them."""
    if not incident.holds_publishing:
        return
    for account in incident.accounts.order_by("pk"):
        for stop in _stops.values():
            stop(Hold(account, incident, at))
