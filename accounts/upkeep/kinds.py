"""The duties of upkeep: the profile check and the renewal of pages (R-005, R-015)."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from accounts.platforms.health import register_health
from accounts.platforms.models import PlatformAccount
from accounts.upkeep.health import HEALTH
from accounts.upkeep.rules import ACTIVE, ANSWERS, AREAS, DOER, PAGE_UPKEEP, PROFILE, PROFILE_CHECK, RENEWED, UPKEEP
from governance.public import DutyKind, DutyRecord, Refused, register_duty_kind, today


def active_accounts(at: datetime) -> QuerySet[PlatformAccount]:
    """The accounts that are in use."""
    return PlatformAccount.objects.filter(status=ACTIVE)


def something_was_renewed(record: DutyRecord, actor: User, at: datetime) -> None:
    """Upkeep renews at least one area, on a day that has been; Refused names the field."""
    if RENEWED not in (record.payload[code] for code, _label in AREAS):
        raise Refused(
            _("Nothing was renewed. Please renew layout, functions or templates, and then write it down."),
            field=AREAS[0][0],
        )
    if date.fromisoformat(record.payload["done_on"]) > today(at):
        raise Refused(_("This day is still to come. Please write it down when it is done."), field="done_on")


register_health(HEALTH)
register_duty_kind(
    DutyKind(
        PROFILE_CHECK,
        label=gettext_lazy("Profile check"),
        interval="profile.interval",
        scope="account",
        doer=DOER,
        fields=PROFILE,
        among=active_accounts,
        told=ANSWERS,
        help=gettext_lazy("Open the account as a visitor sees it and compare item by item with what is official."),
    )
)
register_duty_kind(
    DutyKind(
        PAGE_UPKEEP,
        label=gettext_lazy("Page upkeep"),
        interval="upkeep.interval",
        scope="account",
        doer=DOER,
        fields=UPKEEP,
        among=active_accounts,
        ahead=21,
        first_within=30,
        told=ANSWERS,
        on_filed=something_was_renewed,
        help=gettext_lazy("Renew layout, functions and templates of the page, and add a screenshot of the result."),
    )
)
