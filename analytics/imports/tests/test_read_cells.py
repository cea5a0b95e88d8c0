"""Numbers and dates: the documented forms are read, everything else is refused."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from analytics.imports.numbers import FORMS
from governance.public import BadCell, DateReader, day_first_in, years_of

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("count", "1234", 1234), ("count", "1,234", 1234), ("count", " 215.0 ", 215), ("count", "1.2万", 12_000),
        ("count", "3.4w", 34_000), ("count", "1.2K", 1_200), ("count", "2亿", 200_000_000), ("count", "-", None),
        ("count", "", None), ("count", "undefined", None), ("count", str(2**63 - 1), 2**63 - 1),
        ("signed", "-28", -28), ("ratio", "0.366807", 0.366807), ("ratio", "25.00%", 0.25), ("ratio", "4.41%", 0.0441),
        ("percent", "16.55", 0.1655), ("seconds", "4.586155", 4.586155), ("seconds", "14.73秒", 14.73),
        ("seconds", "0:04:34", 274), ("seconds", "1:02", 62), ("hours", "0.5", 1800), ("signed_ratio", "-0.02", -0.02),
    ],
)  # fmt: skip
def test_a_documented_form_is_read(form: str, text: str, value: float | None) -> None:
    assert FORMS[form](text) == value


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("count", "٣٤"), ("count", "1_000"), ("count", "NaN"), ("count", "Infinity"), ("count", "1e3"),
        ("count", str(2**63)), ("count", "-5"), ("count", "1.5"), ("count", "12,34"), ("count", "0x10"), 
        ("count", "一百"), ("count", "²"), ("ratio", "1.5"), ("ratio", "abc"), ("seconds", "1:99"), 
        ("seconds", "soon"), ("decimal", "1,2,3"),
    ],
)  # fmt: skip
def test_any_other_form_is_refused(form: str, text: str) -> None:
    with pytest.raises(BadCell):
        FORMS[form](text)


def reader(*formats: str, serials: bool = False) -> DateReader:
    return DateReader(formats, now=NOW, zone=SHANGHAI, serials=serials)


@pytest.mark.parametrize(
    ("name", "text", "day"),
    [
        ("iso", "2026-03-01", date(2026, 3, 1)), ("iso", "2025-09-20T00:00:00", date(2025, 9, 20)),
        ("iso", "2021-01-30 12:56 +0000", date(2021, 1, 30)), ("iso", "2026-03-01T23:30:00Z", date(2026, 3, 1)),
        ("cn", "2026年03月24日17时33分05秒", date(2026, 3, 24)), ("cn", "2026年06月03日 09:41:25", date(2026, 6, 3)),
        ("slash", "2026/5/29", date(2026, 5, 29)), ("compact", "20220329", date(2022, 3, 29)),
        ("words", "Dec 18, 2022", date(2022, 12, 18)), ("words", "Fri, Mar 21, 2025", date(2025, 3, 21)),
        ("words", "Thu Mar 20 2025", date(2025, 3, 20)), ("us", "03/04/2026 10:15", date(2026, 3, 4)),
        ("us", "03/04/2018 01:05:09 PM", date(2018, 3, 4)),
    ],
)  # fmt: skip
def test_a_date_of_the_profiles_form_keeps_the_platforms_day(name: str, text: str, day: date) -> None:
    assert reader(name).read(text)[0] == day


def test_a_time_without_zone_is_read_in_the_sites_zone() -> None:
    moment = reader("iso").read("2026-03-01 10:00")[1]
    assert moment is not None
    assert moment.astimezone(UTC) == datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["2099-01-01", "2026-02-30", "03/04/2026", "0001-01-01", "1e9", "10000-01-01", "2026-13-01", "", "٢٠٢٦-٠٣-٠١",
     "2026-03-01T25:00:00", "yesterday"],
)  # fmt: skip
def test_future_impossible_ambiguous_and_empty_dates_are_refused(text: str) -> None:
    with pytest.raises(BadCell):
        reader("iso").read(text)


def test_a_date_serial_of_a_spreadsheet_is_read_and_its_range_kept() -> None:
    serial = reader("iso", serials=True)
    day, moment = serial.read("45000.5")
    assert (day, moment and moment.hour) == (date(2023, 3, 15), 12)
    for text in ("-1", "2958466", "3"):
        with pytest.raises(BadCell):
            serial.read(text)


def test_the_whole_column_tells_which_number_is_the_day() -> None:
    assert day_first_in(["01-02-2026", "13-02-2026"]) is True
    assert day_first_in(["01-02-2026", "02-13-2026"]) is False
    assert day_first_in(["01-02-2026", "03-04-2026"]) is None
    assert day_first_in(["13-02-2026", "02-13-2026"]) is None


def test_a_series_without_years_ends_at_its_newest_possible_day() -> None:
    years = years_of(["December 30", "December 31", "January 1", "January 2"], last_day=date(2026, 6, 3))
    assert years == {(12, 30): 2025, (12, 31): 2025, (1, 1): 2026, (1, 2): 2026}
    spanish = years_of(["28 de febrero", "1 de marzo"], last_day=date(2026, 6, 3))
    assert spanish == {(2, 28): 2026, (3, 1): 2026}
    assert years_of(["March 1", "March 1"], last_day=date(2026, 6, 3)) is None
