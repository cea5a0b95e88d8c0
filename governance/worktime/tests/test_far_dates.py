"""A date far away is refused where it is typed, and breaks no page where it stands already."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone

from governance.refusals.exceptions import Refused
from governance.templatetags.ui import when
from governance.worktime.clock import clock_of
from governance.worktime.forms import DayField, MomentField
from governance.worktime.rules import Limit

TOKYO = ZoneInfo("Asia/Tokyo")
UNITS = ("hours", "days", "working_days", "working_hours", "working_minutes", "hours_on_working_days")


@pytest.mark.parametrize("text", ["9999-12-31T23:59", "0001-01-01T00:00", "1999-12-31T23:59", "2101-01-01T00:00"])
def test_a_far_moment_is_refused_where_it_is_typed(text: str) -> None:
    with timezone.override(TOKYO), pytest.raises(forms.ValidationError):
        MomentField().clean(text)
    with pytest.raises(forms.ValidationError):
        DayField().clean(text[:10])


def test_a_near_moment_is_taken() -> None:
    with timezone.override(TOKYO):
        assert MomentField().clean("2026-06-05T10:00") == datetime(2026, 6, 5, 1, tzinfo=UTC)
    assert DayField(required=False).clean("") is None


def test_a_far_moment_that_stands_already_is_shown_everywhere() -> None:
    with timezone.override(TOKYO):
        assert "9999-12-31" in when(datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
    with timezone.override(ZoneInfo("America/New_York")):
        assert "0001-01-01" in when(datetime(1, 1, 1, tzinfo=UTC))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("start", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)])
def test_no_calendar_reckons_from_a_far_date(db: None, unit: str, start: datetime) -> None:
    with pytest.raises(Refused):
        clock_of("CN").due(Limit(1, unit), start)


@pytest.mark.parametrize("unit", ["hours", "days"])
def test_no_limit_leads_out_of_the_calendar(db: None, unit: str) -> None:
    with pytest.raises(Refused):
        clock_of("CN").due(Limit(999_999_999_999, unit), datetime(2026, 6, 5, tzinfo=UTC))


def test_the_longest_limit_of_a_rule_book_is_reckoned(db: None) -> None:
    start = datetime(2026, 6, 5, 1, tzinfo=UTC)
    assert clock_of("CN").due(Limit(3660, "days"), start) == start + timedelta(days=3660)
