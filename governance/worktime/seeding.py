"""What the libraries know about a year: `chinesecalendar` for China with its make-up days, `holidays` elsewhere."""

from __future__ import annotations

from datetime import date

from governance.worktime.rules import HOLIDAY, HOLIDAYS_ZH, MAKEUP, OBSERVED_EN, OBSERVED_ZH
from governance.worktime.tables import SpecialDay

CHINA = "CN"
# China's table of a year has more days than this; fewer means that the library has only the tail of one.
FEWEST_CHINESE_DAYS = 10


def days_of_year(code: str, year: int) -> tuple[str, dict[date, SpecialDay]] | None:
    """The source and days of that year, or None if the library does not know the year yet (W-02)."""
    days = _china(year) if code == CHINA else _elsewhere(code, year)
    if not days:
        return None
    return ("chinesecalendar" if code == CHINA else "holidays"), days


def _china(year: int) -> dict[date, SpecialDay]:
    from chinese_calendar.constants import Holiday, holidays, workdays

    names = {row.value: row.chinese for row in Holiday}
    days = {}
    for day, name in holidays.items():
        if day.year == year:
            days[day] = SpecialDay(HOLIDAY, names[name], name)
    for day, name in workdays.items():
        if day.year == year:
            days[day] = SpecialDay(MAKEUP, f"{names[name]}调休上班", f"Make-up day for {name}")
    return days if len(days) >= FEWEST_CHINESE_DAYS else {}


def _elsewhere(code: str, year: int) -> dict[date, SpecialDay]:
    import holidays

    try:
        found = holidays.country_holidays(code, years=[year], language="en_US")
    except NotImplementedError:
        return {}
    return {day: _named(name) for day, name in found.items() if day.year == year}


def _named(name: str) -> SpecialDay:
    """The library joins two names on one day by "; " and marks substitutes "(observed)"."""
    plain = name.replace(", estimated)", ")").replace(" (estimated)", "")
    parts = [
        HOLIDAYS_ZH.get(part.removesuffix(OBSERVED_EN), part.removesuffix(OBSERVED_EN))
        + (OBSERVED_ZH if part.endswith(OBSERVED_EN) else "")
        for part in plain.split("; ")
    ]
    return SpecialDay(HOLIDAY, "、".join(parts), plain)
