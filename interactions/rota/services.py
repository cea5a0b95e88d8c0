"""Who is on duty, and every change of a rota (R-059, D-4.1.1a, K-3.3, M-7.2.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from governance.public import Deputyship, Refused, can, clock_of, record, require
from interactions.rota.models import RotaShift
from interactions.rota.rules import Span, minutes_of, uncovered


@transaction.atomic
def add_shift(
    account: PlatformAccount,
    *,
    weekday: int,
    begins: time,
    ends: time,
    person: User,
    actor: User,
    at: datetime | None = None,
) -> RotaShift:
    """Put somebody on the rota; who cannot answer on the account cannot be on duty for it."""
    require(actor, "accounts.reply", account)
    if ends <= begins:
        raise Refused(_("A shift ends after it begins. Please correct the times."), field="ends")
    if not can(person, "accounts.reply", account):
        raise Refused(_("This person may not answer on this account. Please choose somebody who may."), field="person")
    shift, made = RotaShift.objects.get_or_create(
        account=account, weekday=weekday, begins=begins, person=person, defaults={"ends": ends}
    )
    if not made:
        raise Refused(_("This person has a shift that begins then already. Please remove that one first."))
    _record("rota.shift_added", shift, actor, at)
    return shift


@transaction.atomic
def remove_shift(shift: RotaShift, *, actor: User, at: datetime | None = None) -> None:
    """Take a shift off the rota."""
    require(actor, "accounts.reply", shift)
    _record("rota.shift_removed", shift, actor, at)
    shift.delete()


def _record(event: str, shift: RotaShift, actor: User, at: datetime | None) -> None:
    record(
        event,
        actor=actor,
        kind="platform_account",
        object_id=shift.account_id,
        account_id=shift.account_id,
        payload={
            "weekday": shift.weekday,
            "begins": f"{shift.begins:%H:%M}",
            "ends": f"{shift.ends:%H:%M}",
            "person": shift.person_id,
        },
        at=at,
    )


class DutyRoster:
    """The shifts of one account and who stands in for whom, read once for many moments (R-016)."""

    def __init__(self, account: PlatformAccount) -> None:
        self.clock = clock_of(account.calendar)
        rows = RotaShift.objects.filter(account=account, person__is_active=True)
        self.shifts = list(rows.order_by("begins", "pk").values_list("weekday", "begins", "ends", "person_id"))
        people = {person_id for *_times, person_id in self.shifts}
        self.away = list(Deputyship.objects.of(people).filter(deputy__is_active=True)) if people else []

    def on_duty(self, at: datetime) -> int | None:
        """Who is on duty then, on the account's own clock, the deputy where that person is on leave; else nobody."""
        local = self.clock.local(at)
        now = local.time()
        for weekday, begins, ends, person_id in self.shifts:
            if weekday == local.weekday() and begins <= now < ends:
                return self._there(int(person_id), at)
        return None

    def _there(self, person_id: int, at: datetime) -> int:
        """The person, or the deputy of the moment."""
        for row in self.away:
            if row.person_id == person_id and row.begins_at <= at < row.ends_at:
                return int(row.deputy_id)
        return person_id


def gaps(accounts: Collection[PlatformAccount]) -> dict[int, int]:
    """Working minutes of a week in which nobody is on duty, by account; two statements for all."""
    shifts: dict[tuple[int, int], list[Span]] = defaultdict(list)
    rows = RotaShift.objects.filter(account__in=accounts, person__is_active=True)
    for account_id, weekday, begins, ends in rows.values_list("account_id", "weekday", "begins", "ends"):
        shifts[account_id, weekday].append((minutes_of(begins), minutes_of(ends)))
    return {
        account.pk: sum(
            uncovered(
                [(minutes_of(opens), minutes_of(closes)) for opens, closes in spans], shifts[account.pk, weekday]
            )
            for weekday, spans in clock_of(account.calendar).plan.hours.items()
        )
        for account in accounts
    }
