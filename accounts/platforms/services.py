"""Every change of platform accounts (R-003, R-004)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.platforms.closing import wind_up
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import CLOSE_ACCOUNT, MANAGE, OPENING
from governance.public import (
    ApprovalRequest,
    Denied,
    NotAllowed,
    Refused,
    WrongState,
    accounts_for,
    acts,
    can,
    change_record,
    clean_text,
    create_record,
    find_agreement,
    lock_requests,
    lock_roles,
    move,
    payload_of,
    today,
    use_agreement,
)

ON_ACCOUNT = "accounts.manage"
NAMES, NAME_LIMIT = ("name_zh", "name_en"), 120
# Moves that are sensitive acts: done with the yes of a second person, which is used up by them.
SENSITIVE_MOVES = {"close": CLOSE_ACCOUNT}


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
    """A new platform account, applied for until its opening request is agreed to; ValidationError names the field."""
    named = clean_names({"name_zh": name_zh, "name_en": name_en})
    account = PlatformAccount(applied_by=actor, handle=handle, platform=platform, **named, **fields)
    return create_record(account, actor=actor, event="platform_account.created", at=at)


def clean_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """Names of an account in one line that the eye can read. Raises Refused naming the field."""
    cleaned = dict(values)
    for name in NAMES:
        if name in cleaned:
            cleaned[name] = clean_text(cleaned[name], field=name, limit=NAME_LIMIT, one_line=True)
            if not cleaned[name]:
                raise Refused(_("The name is empty. Write one first."), field=name)
    return cleaned


def seen_or_managed(user: User) -> frozenset[int]:
    """Ids of the accounts on which a person holds a right, or which they manage as who manages all accounts."""
    return accounts_for(user) | accounts_for(user, MANAGE)


def may_manage(user: User, account: PlatformAccount) -> bool:
    """Whether somebody manages this account, by a right on it or as who manages all accounts."""
    return bool(can(user, MANAGE, account)) or bool(can(user, ON_ACCOUNT, account))


def require_manager(user: User, account: PlatformAccount) -> None:
    """Raise NotAllowed, with the sentence of the right that is wanting, unless this person manages the account."""
    answer, anywhere = can(user, ON_ACCOUNT, account), can(user, MANAGE, account)
    if isinstance(answer, Denied) and isinstance(anywhere, Denied):
        raise NotAllowed(anywhere.reason if anywhere.gate else answer.reason)


def change_account(
    account: PlatformAccount,
    *,
    actor: User | None,
    version: int | None = None,
    at: datetime | None = None,
    **values: Any,
) -> list[str]:
    """Change an account's record and return the names of what changed; `actor` None is the set-up itself.

    Raises NotAllowed, WrongState for a closed account, StaleVersion, Refused or ValidationError naming the field.
    """
    if actor is not None:
        require_manager(actor, account)
    values = clean_names(values)
    with transaction.atomic():
        locked = lock_account(account)
        if locked.status == "closed":
            raise WrongState(_("This account is closed, so its record stays as it is."))
        if ApprovalRequest.objects.waiting().filter(account=locked, target_id=locked.pk, kind=OPENING).exists():
            raise WrongState(_("The opening request of this account waits. Withdraw it first, then correct and ask."))
        changed = change_record(locked, values, actor=actor, event="platform_account.changed", version=version, at=at)
    for name in changed:
        setattr(account, name, values[name])
    return changed


def lock_account(account: PlatformAccount) -> PlatformAccount:
    """The account as it stands under its lock."""
    return PlatformAccount.objects.select_for_update(no_key=True, of=("self",)).get(pk=account.pk)


def move_account(
    account: PlatformAccount,
    name: str,
    *,
    actor: User,
    note: str = "",
    version: int | None = None,
    keep_logins: str = "",
    at: datetime | None = None,
) -> PlatformAccount:
    """Carry out one move of the account's life: drop, suspend, resume, close; opening needs its request.

    Closing waits for the yes of a second person; suspending, which ends all work on the account too, is possible at
    once. Closing winds up everything that hangs on the account: what is scheduled stops, deadlines and waiting
    requests end, grants end, logins are retired or, with `keep_logins` saying why, stay with their custodian. Raises
    StaleVersion, WrongState, NotAllowed or NoteRequired.
    """
    now = at or timezone.now()
    act = acts().get(SENSITIVE_MOVES.get(name, ""))
    with transaction.atomic():
        if name == "close":
            # In the order of locks: closing ends requests and roles, for which whoever decides holds the request.
            lock_requests(account_id=account.pk)
            lock_roles()
        agreement = find_agreement(act, actor=actor, target=account, at=now) if act else None
        moved = move(
            lock_account(account), name, actor=actor, note=note, version=version, at=now, context={"at": now},
            payload=payload_of(agreement), held=True,
        )  # fmt: skip
        use_agreement(agreement, actor=actor, at=now)
        if moved.status == "closed":
            wind_up(moved, actor=actor, note=note, keep_logins=keep_logins, at=now)
    return moved


def open_account(account: PlatformAccount, *, request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """What an agreed opening request does, inside its transaction: the account is active and names the request."""
    locked = lock_account(account)
    if locked.status == "applied":
        move(
            locked, "open", actor=actor, at=at, held=True, context={"request": request.pk},
            changes={"opened_on": today(at), "opening_request": request}, payload={"request": request.pk},
        )  # fmt: skip
        return
    change_record(
        locked, {"opening_request": request}, actor=actor, event="platform_account.regularised", at=at
    )  # fmt: skip
