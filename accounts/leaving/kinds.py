"""What leaving brings: its kind of record, ledger events, notices, sweep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

import accounts.leaving.duties
import accounts.leaving.ground  # noqa: F401 - registers what follows from the place in the company
from accounts.leaving.rules import KIND
from accounts.leaving.sweeping import carry_out_due
from governance.public import register_events, register_kind, register_notice, register_sweeper

register_kind(
    KIND,
    model="accounts.Departure",
    label=_("leaving"),
    url="accounts:departure_detail",
    joined=("person",),
    dated_by="leaves_on",
)
register_events(
    {
        "departure.planned": _("entered that somebody leaves"),
        "departure.carried_out": _("handed over everything that somebody held, who has left"),
        "departure.fell_due": _("handed over everything that somebody held, on their last day"),
        "departure.called_off": _("called a leaving off"),
    }
)
register_notice(
    "departure.took_over",
    zh=("您接手了{name}的工作", "{name}已离职，共有{count}项移交给您。请打开清单逐项查看。"),
    en=("You took over from {name}", "{name} has left; {count} things are yours now. Please open the list."),
)
register_notice(
    "departure.held_up",
    zh=("离职移交受阻：{name}", "{name}的离职今天未能办理，有事项无人可接。请打开页面，先指定接手人。"),
    en=(
        "A leaving is held up: {name}",
        "The leaving of {name} could not be carried out today: nobody can take something. Please open it.",
    ),
)
register_sweeper("departures", carry_out_due)
