"""Rows of an account's health that the ground floor holds: what is due, its rule books, its board (R-105)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.people.models import User
from accounts.platforms.health import BAD, GOOD, QUIET, WARN, Health, HealthRow
from accounts.platforms.models import PlatformAccount
from governance.public import Deadline, account_standings, bound_packs, can, listed, pack_names


def tell_due(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """What is due on each account and what is late; one statement."""
    rows = Deadline.objects.open().filter(account__in=[row.pk for row in accounts]).order_by()
    counts = {
        row["account"]: row
        for row in rows.values("account").annotate(late=Count("pk", filter=Q(due_at__lt=now)), all=Count("pk"))
    }
    found: dict[int, Health] = {}
    for account in accounts:
        row = counts.get(account.pk, {"late": 0, "all": 0})
        if row["late"]:
            word = ngettext("%(count)d is late", "%(count)d are late", row["late"]) % {"count": row["late"]}
            found[account.pk] = Health(BAD, word, "#due")
        else:
            word = ngettext("%(count)d is due", "%(count)d are due", row["all"]) % {"count": row["all"]}
            found[account.pk] = Health(GOOD, word if row["all"] else _("nothing is due"), "#due")
    return found


def late(now: datetime) -> Q:
    """Accounts on which something is late."""
    return Q(Exists(Deadline.objects.open().filter(account=OuterRef("pk"), due_at__lt=now)))


def tell_packs(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """The rule books that bind each account, by itself or by its department; no statement."""
    names = pack_names()
    found: dict[int, Health] = {}
    for account in accounts:
        packs = bound_packs(account_id=account.pk, department_id=account.department_id, at=now)
        words = listed(names[pack] for pack in packs)
        found[account.pk] = (
            Health(GOOD, words, "#packs") if packs else Health(BAD, _("no rule book is bound"), "#packs")
        )
    return found


def tell_board(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """The newest measurements in the scope of each account; one statement."""
    standings = account_standings([account.pk for account in accounts])
    reads = bool(can(user, "governance.view_board"))
    found: dict[int, Health] = {}
    for account in accounts:
        counts = standings.get(account.pk)
        url = f"{reverse('governance:board')}?account={account.pk}" if reads else ""
        if not counts:
            found[account.pk] = Health(QUIET, _("not measured for this account alone yet"), url)
            continue
        breached, risk = counts.get("breached", 0), counts.get("at_risk", 0)
        word = _("%(breached)d breached, %(risk)d at risk, %(met)d met") % {
            "breached": breached, "risk": risk, "met": counts.get("met", 0),
        }  # fmt: skip
        found[account.pk] = Health(BAD if breached else WARN if risk else GOOD, word, url)
    return found


DUE_HEALTH = HealthRow("due", _("Due"), tell_due, order=60, attention=late)
PACKS_HEALTH = HealthRow("packs", _("Rule books"), tell_packs, order=70)
BOARD_HEALTH = HealthRow("board", _("Board"), tell_board, order=80)
