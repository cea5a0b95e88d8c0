"""Every change of platform accounts (R-003, R-004)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import CLOSE_ACCOUNT
from governance.public import (
    accounts_for,
    acts,
    change_record,
    create_record,
    find_agreement,
    move,
    payload_of,
    today,
    use_agreement,
)

MANAGE = "governance.manage_accounts"
# Moves that are sensitive acts: done with the yes of a second person, which is used up by them.
SENSITIVE_MOVES = {"close": CLOSE_ACCOUNT}


def seen_or_managed(user: Any) -> frozenset[int]:
    """Ids of the accounts whose pages a person opens: by a right on them, or as who manages all accounts (R-003)."""
    return accounts_for(user) | accounts_for(user, MANAGE)


def add_account(
    *,
    actor: User | None,
    handle: str,
    platform: str,
    name_zh: str,
    name_en: str,
    at: datetime | None = None,
    **fields: Any,
) -> PlatformAccount:
    """A new platform account, applied for until it is made active; raises ValidationError naming the field."""
    account = PlatformAccount(
        applied_by=actor, handle=handle, platform=platform, name_zh=name_zh, name_en=name_en, **fields
    )
    return create_record(account, actor=actor, event="platform_account.created", at=at)


def change_account(account: PlatformAccount, *, actor: User | None, at: datetime | None = None, **values: Any) -> None:
    """Change an account's record; raises ValidationError naming the field."""
    change_record(account, values, actor=actor, event="platform_account.changed", at=at)


def move_account(
    account: PlatformAccount,
    name: str,
    *,
    actor: User,
    note: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> PlatformAccount:
    """Carry out one move of the account's life: open, suspend, resume, close. Refuses in words.

    Closing waits for the yes of a second person; suspending, which ends all work on the account too, is possible at
    once.
    """
    now = at or timezone.now()
    changes = {"opened_on": today(at)} if name == "open" else {}
    act = acts().get(SENSITIVE_MOVES.get(name, ""))
    with transaction.atomic():
        agreement = find_agreement(act, actor=actor, target=account, at=now) if act else None
        moved = move(
            account, name, actor=actor, note=note, version=version, at=now, changes=changes, context={"at": now},
            payload=payload_of(agreement),
        )  # fmt: skip
        use_agreement(agreement, actor=actor, at=now)
    return moved
