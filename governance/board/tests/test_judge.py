"""From numbers to a status, exactly as chapter 8 says; never met without data."""

from datetime import UTC, datetime, timedelta

import pytest

from governance.board.rules import Counted, Lines, judge, worst

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize("mode", ["Z", "T", "F", "X"])
def test_without_data_nothing_is_green(mode: str) -> None:
    assert judge(mode, Counted(), Lines(interval=30), NOW).status == "not_measured"


@pytest.mark.parametrize("mode", ["Z", "X"])
@pytest.mark.parametrize(
    ("counted", "status"),
    [
        (Counted(bad=1, total=9), "breached"),
        (Counted(bad=1, total=9, at_risk=1), "breached"),
        (Counted(total=9, at_risk=1), "at_risk"),
        (Counted(total=9), "met"),
    ],
)
def test_zero_tolerance_and_existence(mode: str, counted: Counted, status: str) -> None:
    assert judge(mode, counted, Lines(), NOW).status == status


@pytest.mark.parametrize(
    ("bad", "status"), [(0, "met"), (5, "met"), (6, "at_risk"), (10, "at_risk"), (11, "breached"), (100, "breached")]
)
def test_a_rate_by_target_and_warning_line(bad: int, status: str) -> None:
    judged = judge("T", Counted(bad=bad, total=100), Lines(), NOW)
    assert (judged.status, judged.value, judged.threshold) == (status, 100 - bad, 95)


@pytest.mark.parametrize(
    ("age", "status"), [(0, "met"), (26.9, "met"), (27.1, "at_risk"), (30, "at_risk"), (30.1, "breached")]
)
def test_freshness_of_a_month_warns_three_days_ahead(age: float, status: str) -> None:
    counted = Counted(total=1, last=days_ago(age))
    assert judge("F", counted, Lines(interval=30), NOW).status == status


def test_freshness_of_a_year_warns_a_tenth_ahead() -> None:
    assert judge("F", Counted(total=1, last=days_ago(330)), Lines(interval=365), NOW).status == "at_risk"
    assert judge("F", Counted(total=1, last=days_ago(320)), Lines(interval=365), NOW).status == "met"


def test_freshness_without_a_record_is_breached_once_the_scope_is_old_enough() -> None:
    assert judge("F", Counted(since=days_ago(31)), Lines(interval=30), NOW).status == "breached"
    assert judge("F", Counted(since=days_ago(29)), Lines(interval=30), NOW).status == "not_measured"


def test_freshness_by_scope_counts_the_late_ones() -> None:
    assert judge("F", Counted(bad=1, total=4), Lines(interval=30), NOW).status == "breached"
    assert judge("F", Counted(total=4, at_risk=1), Lines(interval=30), NOW).status == "at_risk"
    assert judge("F", Counted(total=4), Lines(interval=30), NOW).status == "met"


def test_the_worst_decides_and_what_is_not_measured_never_does() -> None:
    assert worst(["met", "at_risk", "not_measured"]) == "at_risk"
    assert worst(["met", "breached", "at_risk"]) == "breached"
    assert worst(["met", "attested"]) == "attested"
    assert worst(["attested", "accepted"]) == "accepted"
    assert worst(["not_measured", "not_measured"]) == "not_measured"
    assert worst([]) == "not_measured"
