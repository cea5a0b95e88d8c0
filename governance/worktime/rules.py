"""Working calendars as rows: who works when, and what a limit on time may be counted in (W-01, W-03)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar as seeded: code, names, IANA zone, opening hours on Monday to Friday."""

    code: str
    name_zh: str
    name_en: str
    zone: str
    opens: str = "09:00"
    closes: str = "18:00"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)


# Lunch is not deducted: the regulations count a working day from opening to closing.
CALENDARS = (
    CalendarRow("CN", "中国", "China", "Asia/Shanghai"),
    CalendarRow("US", "美国", "United States", "America/New_York"),
    CalendarRow("GB", "英国", "United Kingdom", "Europe/London"),
    CalendarRow("DE", "德国", "Germany", "Europe/Berlin"),
    CalendarRow("JP", "日本", "Japan", "Asia/Tokyo"),
    CalendarRow("SG", "新加坡", "Singapore", "Asia/Singapore"),
)
CALENDARS_BY_CODE = {row.code: row for row in CALENDARS}
CODE_MAX_LENGTH = 20

HOLIDAY = "holiday"
MAKEUP = "makeup"
DAY_KINDS = (HOLIDAY, MAKEUP)

# Tables older than this are of no use to a deadline; newer ones are seeded as far as the library knows them.
FIRST_SEEDED_YEAR = 2020
SEEDED_YEARS_AHEAD = 4
# The years that people may type in a form.
FIRST_TYPED_YEAR, LAST_TYPED_YEAR = 2000, 2100
# The State Council publishes next year's table in November: missing after this day of the year is an alarm (W-02).
ALARM_MONTH, ALARM_DAY = 12, 1

WORK, WORKING_DAYS_ROUND, WALL = "work", "all_day", "wall"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a limit is counted in: its clock, seconds of one unit (None: computed by the day) and words."""

    code: str
    clock: str
    seconds: int | None
    zh: str
    en: str
    en_plural: str


UNITS = (
    Unit("working_minutes", WORK, 60, "分钟", "min", "min"),
    Unit("working_hours", WORK, 3600, "小时", "h", "h"),
    Unit("working_days", WORK, None, "个工作日", "working day", "working days"),
    Unit("hours", WALL, 3600, "小时（不停表）", "h round the clock", "h round the clock"),
    Unit("days", WALL, None, "天", "day", "days"),
    Unit(
        "hours_on_working_days",
        WORKING_DAYS_ROUND,
        3600,
        "小时（非工作日停表）",
        "h, standing still on non-working days",
        "h, standing still on non-working days",
    ),
)
UNITS_BY_CODE = {unit.code: unit for unit in UNITS}


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of time on one of the clocks: 1 working hour, 2 working days, 24 hours."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS_BY_CODE:
            raise ValueError(f"unknown unit {self.unit}")
        if self.amount < 0:
            raise ValueError("a limit cannot be negative")

    @classmethod
    def of(cls, value: Limit | Mapping[str, Any]) -> Limit:
        """The limit in a policy parameter: {"amount": 1, "unit": "working_hours"}."""
        return value if isinstance(value, Limit) else cls(int(value["amount"]), str(value["unit"]))

    def as_dict(self) -> dict[str, Any]:
        """The same as a policy parameter."""
        return {"amount": self.amount, "unit": self.unit}


# What the library says in English, in the words of the Chinese calendar page.
HOLIDAYS_ZH = {
    "Ascension Day": "耶稣升天节",
    "Boxing Day": "节礼日",
    "Children's Day": "儿童节",
    "Chinese New Year": "春节",
    "Christmas Day": "圣诞节",
    "Columbus Day": "哥伦布日",
    "Coming of Age Day": "成人节",
    "Constitution Day": "宪法纪念日",
    "Coronation of Charles III": "查尔斯三世加冕日",
    "Culture Day": "文化节",
    "Diwali": "屠妖节",
    "Easter Monday": "复活节星期一",
    "Eid al-Adha": "哈芝节",
    "Eid al-Fitr": "开斋节",
    "Emperor's Birthday": "天皇诞生日",
    "Foundation Day": "建国纪念日",
    "German Unity Day": "德国统一日",
    "Good Friday": "耶稣受难日",
    "Greenery Day": "绿之日",
    "Independence Day": "独立日",
    "Juneteenth National Independence Day": "六月节",
    "Labor Day": "劳动节",
    "Labor Thanksgiving Day": "勤劳感谢日",
    "Marine Day": "海之日",
    "Martin Luther King Jr. Day": "马丁·路德·金纪念日",
    "May Day": "五月节",
    "Memorial Day": "阵亡将士纪念日",
    "Mountain Day": "山之日",
    "National Day": "国庆日",
    "National Holiday": "国民休息日",
    "New Year's Day": "元旦",
    "Pentecost Monday": "圣灵降临节星期一",
    "Platinum Jubilee of Elizabeth II": "伊丽莎白二世登基七十周年庆典",
    "Polling Day": "投票日",
    "Respect for the Aged Day": "敬老日",
    "Second Day of Christmas": "圣诞节次日",
    "Showa Day": "昭和日",
    "Sports Day": "运动日",
    "Spring Bank Holiday": "春季公休日",
    "State Funeral of Queen Elizabeth II": "伊丽莎白二世国葬日",
    "Substitute Holiday": "补假",
    "Thanksgiving Day": "感恩节",
    "Autumnal Equinox Day": "秋分日",
    "Vernal Equinox Day": "春分日",
    "Vesak Day": "卫塞节",
    "Veterans Day": "退伍军人节",
    "Washington's Birthday": "总统日",
}
OBSERVED_EN, OBSERVED_ZH = " (observed)", "（补休）"
