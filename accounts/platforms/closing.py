"""What ends with an account: each room and floor names its part, and closing does them all in one step (R-003)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from governance.public import end_account_deadlines, lapse_account_requests, record

if TYPE_CHECKING:
    from accounts.people.models import User
    from accounts.platforms.models import PlatformAccount


@dataclass(frozen=True, slots=True)
class Closing:
    """An account that is being closed: by whom, why, when; `keep_logins` is the reason for which logins stay."""

    account: PlatformAccount
    actor: User
    note: str
    keep_logins: str
    at: datetime


# Logins that are kept must change in time as before.
LIVING_ON = ("credential",)
# Ends what one room holds of the account, inside the transaction of the closing; returns how much that was.
End = Callable[[Closing], int]
_ends: dict[str, End] = {}


def register_closing(code: str, end: End) -> None:
    """Have `end` called whenever an account is closed; the count stands in the ledger under `code`."""
    _ends[code] = end


def wind_up(account: PlatformAccount, *, actor: User, note: str, keep_logins: str, at: datetime) -> dict[str, int]:
    """End everything that hangs on a closed account, with one ledger entry that counts it."""
    closing = Closing(account, actor, note, keep_logins.strip(), at)
    counts = {code: end(closing) for code, end in _ends.items()}
    counts["requests"] = lapse_account_requests(account.pk, at)
    counts["deadlines"] = end_account_deadlines(account.pk, but=LIVING_ON if closing.keep_logins else (), at=at)
    record(
        "platform_account.wound_up", actor=actor, kind="platform_account", object_id=account.pk,
        account_id=account.pk, payload={**counts, "logins_kept": bool(closing.keep_logins)}, at=at,
    )  # fmt: skip
    return counts
