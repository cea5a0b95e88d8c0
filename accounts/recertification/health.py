"""The last review of the rights on an account, as a row of its health (R-013)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from django.db.models import Max, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.platforms.health import BAD, GOOD, QUIET, WARN, Health, HealthRow
from accounts.platforms.models import PlatformAccount
from accounts.recertification.models import RecertificationRound
from accounts.recertification.rules import INTERVAL, MANAGE, MANAGE_PEOPLE, REVIEWED
from accounts.recertification.workflow import OPEN
from governance.public import can, param


def tell_review(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """When the rights were reviewed last, or that a review is under way, late, or overdue; one statement."""
    rows = RecertificationRound.objects.filter(account__in=[row.pk for row in accounts]).order_by().values("account")
    rounds = {
        row["account"]: row
        for row in rows.annotate(last=Max("closed_at"), due=Min("due_at", filter=Q(status=OPEN)), newest=Max("pk"))
    }
    reads = bool(can(user, MANAGE_PEOPLE) or can(user, "governance.read_everything"))
    found: dict[int, Health] = {}
    for account in accounts:
        row = rounds.get(account.pk)
        if row is None:
            found[account.pk] = _unreviewed(account, now)
            continue
        seen = reads or can(user, MANAGE, account)
        url = reverse("accounts:recertification_round", args=[row["newest"]]) if seen else ""
        if row["due"] is not None:
            late = row["due"] < now
            word = _("a review is late, due") if late else _("a review is under way, due")
            found[account.pk] = Health(BAD if late else WARN, word, url, row["due"])
        elif account.status in REVIEWED and row["last"] + _interval(account, now) < now:
            found[account.pk] = Health(BAD, _("a review is overdue, the last was"), url, row["last"])
        else:
            found[account.pk] = Health(GOOD, _("reviewed"), url, row["last"])
    return found


def _unreviewed(account: PlatformAccount, now: datetime) -> Health:
    """Never reviewed: the interval runs from the opening."""
    if account.opened_on is None or account.status not in REVIEWED:
        return Health(QUIET, _("not reviewed yet"))
    due = datetime.combine(account.opened_on, time.min, UTC) + _interval(account, now)
    if due < now:
        return Health(BAD, _("never reviewed, and due since"), at=due)
    return Health(GOOD, _("to be reviewed first by"), at=due)


def _interval(account: PlatformAccount, now: datetime) -> timedelta:
    return timedelta(days=int(param(INTERVAL, account=account, at=now).value))


HEALTH = HealthRow("review", _("Review of rights"), tell_review, order=32)
