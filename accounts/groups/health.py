"""The governing group of an account's rule books, as a row of its health (R-002)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.groups.models import GroupSeat
from accounts.groups.rules import GROUP, LEADER
from accounts.people.models import User
from accounts.platforms.health import BAD, GOOD, WARN, Health, HealthRow
from accounts.platforms.models import PlatformAccount
from governance.public import Sentence, packs_for, param

LEADERLESS, INCOMPLETE, COMPLETE = "leaderless", "incomplete", "complete"
STANDINGS: dict[str, tuple[str, Sentence]] = {
    LEADERLESS: (BAD, _("nobody leads it")),
    INCOMPLETE: (WARN, _("a unit is not represented")),
    COMPLETE: (GOOD, _("complete")),
}


def tell_group(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """The group that stands worst among those of the account's rule books; one statement for all seats."""
    taken: dict[str, set[str]] = {}
    for code, unit in GroupSeat.objects.in_office(now).order_by().values_list("policy__code", "unit"):
        taken.setdefault(code, set()).add(unit)
    states: dict[str, str] = {}
    found: dict[int, Health] = {}
    for account in accounts:
        packs = packs_for(account, at=now)
        for pack in packs:
            if pack not in states:
                states[pack] = _state(pack, taken.get(pack, set()), now)
        if packs:
            worst = min(packs, key=lambda pack: list(STANDINGS).index(states[pack]))
            tone, word = STANDINGS[states[worst]]
            found[account.pk] = Health(tone, word, reverse("accounts:group_detail", args=[worst]))
    return found


def _state(pack: str, taken: set[str], now: datetime) -> str:
    if LEADER not in taken:
        return LEADERLESS
    return COMPLETE if set(param(GROUP, pack=pack, at=now).value["units"]) <= taken else INCOMPLETE


HEALTH = HealthRow("group", _("Governing group"), tell_group, order=71)
