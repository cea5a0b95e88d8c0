"""Kinds, ledger events and notices of the working calendars."""

from django.utils.translation import gettext_lazy as _

from governance.kinds.registry import register_kind
from governance.ledger.events import register_events
from governance.notices.templates import register_notice

register_kind("work_calendar", model="governance.WorkCalendar", label=_("working calendar"))
register_events(
    {
        "calendar.day_set": _("set a day of a working calendar"),
        "calendar.day_removed": _("removed a day of a working calendar"),
        "calendar.hours_set": _("changed the hours of a working calendar"),
        "calendar.year_loaded": _("loaded a year of a working calendar"),
        "calendar.year_completed": _("marked a year of a working calendar complete"),
        "calendar.year_reopened": _("marked a year of a working calendar incomplete"),
    }
)
register_notice(
    "calendar.year_missing",
    zh=(
        "{record}日历缺少{year}年的节假日表",
        "跨入{year}年的时限暂按周末推算。请导入或录入{year}年的节假日与调休日。",
    ),
    en=(
        "The {record} calendar lacks the holidays of {year}",
        "Deadlines that reach into {year} assume plain weekends. Load or enter the holidays and make-up days"
        " of {year}.",
    ),
)
