"""When the rights on an account are reviewed next: the last review, or its opening, and the interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Min

from accounts.platforms.models import PlatformAccount
from accounts.recertification.models import RecertificationRound
from accounts.recertification.rules import INTERVAL
from governance.public import Grant, param

if TYPE_CHECKING:
    from accounts.people.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when the interval of an account runs, and when it is over; `reviewed` where it was reviewed before."""

    since: datetime
    due_at: datetime
    reviewed: bool

    @property
    def interval(self) -> timedelta:
        return self.due_at - self.since


def standings(accounts: Iterable[PlatformAccount], at: datetime) -> dict[int, Standing]:
    """Of these accounts, those on which somebody holds a role, by id; two statements for any number."""
    granted = dict(_by_account(Grant.objects.held_at(at).filter(account__isnull=False), Min("begins_at")))
    closed = dict(_by_account(RecertificationRound.objects.closed().filter(closed_at__lte=at), Max("closed_at")))
    found = {}
    for account in accounts:
        if account.pk in granted:
            last = closed.get(account.pk)
            since = last or _opening(account) or granted[account.pk]
            found[account.pk] = _standing(since, account, at, last is not None)
    return found


def standing_of_company(at: datetime) -> Standing | None:
    """The same for the roles that hang on no account; None where nobody holds one."""
    first = Grant.objects.held_at(at).filter(account=None).aggregate(first=Min("begins_at"))["first"]
    if first is None:
        return None
    rounds = RecertificationRound.objects.closed().filter(account=None, closed_at__lte=at)
    last = rounds.aggregate(last=Max("closed_at"))["last"]
    return _standing(last or first, None, at, last is not None)


@dataclass(frozen=True, slots=True)
class AccountReview:
    """What an account's page says of the review of its rights: the newest round, and when the next one is due."""

    newest: RecertificationRound | None
    standing: Standing | None


def review_of(account: PlatformAccount, user: User, at: datetime) -> AccountReview:
    """The newest round of one account if this person may see it, and the account's standing."""
    newest = (
        RecertificationRound.objects.visible_to(user, at).filter(account=account).select_related("account").first()
    )
    return AccountReview(newest, standings([account], at).get(account.pk))


def _by_account(rows: Any, value: Any) -> Any:
    """The moment of each account among these rows."""
    return rows.order_by().values("account_id").annotate(moment=value).values_list("account_id", "moment")


def _opening(account: PlatformAccount) -> datetime | None:
    return datetime.combine(account.opened_on, time.min, UTC) if account.opened_on else None


def _standing(since: datetime, account: PlatformAccount | None, at: datetime, reviewed: bool) -> Standing:
    days = int(param(INTERVAL, account=account, at=at).value)
    return Standing(since, since + timedelta(days=days), reviewed)
