"""Which accounts have had no good import for longer than their interval (R-087, K-4.4.1, M-6.2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from accounts.public import PlatformAccount, User
from governance.public import can, holders, param, tell


def sees_imports(user: User) -> bool:
    """Imports are seen by those who import, and by those who read everything."""
    return bool(can(user, "governance.import_metrics") or can(user, "governance.read_everything"))


def last_imports(account_ids: Iterable[int], *, until: datetime | None = None) -> dict[int, datetime | None]:
    """When each account last had a good import."""
    good = Q(metric_imports__status="saved")
    if until is not None:
        good &= Q(metric_imports__finished_at__lte=until)
    rows = PlatformAccount.objects.filter(pk__in=list(account_ids))
    return dict(rows.annotate(last=Max("metric_imports__finished_at", filter=good)).values_list("pk", "last"))


def late_accounts(accounts: Iterable[PlatformAccount], *, now: datetime) -> dict[int, datetime | None]:
    """Accounts that are late, with their last good import. A new account has its interval to begin."""
    accounts = list(accounts)
    last = last_imports([account.pk for account in accounts], until=now)
    late: dict[int, datetime | None] = {}
    for account in accounts:
        interval = timedelta(days=param("imports.interval", account=account, at=now).value)
        since = last.get(account.pk)
        if since is None and account.opened_on is not None:
            begun = timezone.make_aware(datetime.combine(account.opened_on, time.min))
            if now - begun <= interval:
                continue
        if since is None or now - since > interval:
            late[account.pk] = since
    return late


def warn_of_late_accounts(*, now: datetime | None = None) -> int:
    """Tell everybody who may import, once a day for each late account; returns how many accounts are late."""
    now = now or timezone.now()
    accounts = list(PlatformAccount.objects.filter(status="active"))
    late = late_accounts(accounts, now=now)
    people = list(holders("governance.import_metrics")) if late else []
    for account in accounts:
        if account.pk in late:
            tell(
                people,
                "import.late",
                kind="platform_account",
                object_id=account.pk,
                params={"record": str(account)},
                key=f"import.late:{account.pk}:{timezone.localdate(now)}",
                at=now,
            )
    return len(late)
