"""What people set for themselves."""

from __future__ import annotations

import zoneinfo

from django.conf import settings

# Offered first; every zone of the tz database is known.
USUAL_ZONES = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Tokyo", "Asia/Singapore", "Europe/London", "Europe/Berlin",
    "America/New_York", "America/Chicago", "America/Los_Angeles", "UTC",
)  # fmt: skip
FIELDS = ("language", "time_zone", "quiet_from", "quiet_to", "shortcuts_enabled")


def zone_choices() -> list[tuple[str, str]]:
    """All time zones, the usual ones first."""
    others = sorted(name for name in zoneinfo.available_timezones() - set(USUAL_ZONES) if "/" in name)
    return [(name, name) for name in (*USUAL_ZONES, *others)]


def is_zone(name: str) -> bool:
    """Whether the tz database knows a zone of that name."""
    return name in zoneinfo.available_timezones()


def zone_named(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that name, or that of the site: one person's odd zone stops nobody else's page or mail."""
    try:
        return zoneinfo.ZoneInfo(name or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)
