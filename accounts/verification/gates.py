"""What an account's standing holds: publishing while unverified, work while suspended, all of it once closed.

R-003, R-004. One statement a request brings the accounts that are suspended, closed or not verified, when a right is
first asked for.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.verification.rules import GRACE
from governance.public import Denied, access_moment, param, register_gate, today

if TYPE_CHECKING:
    from accounts.people.models import User

PUBLISHING = "accounts.publish"
# What rests while an account is suspended; what does harm can still be taken down, and whoever manages it resumes it.
RESTING = frozenset(
    {"accounts.draft", "accounts.review_first", "accounts.review_final", PUBLISHING, "accounts.reply"}
)  # fmt: skip
# Reading goes on when an account is closed, and so does the care of logins that were kept for a reason.
STAYS_OPEN = frozenset(
    {"accounts.view_platformaccount", "accounts.view_metrics", "accounts.custody", "accounts.manage"}
)  # fmt: skip
NEVER = _("This account has not been verified in the days it had for it. Whoever manages it records the verification.")
LAPSED = _("The verification of this account has lapsed. Whoever manages it renews it and records the proof.")
CLOSED = _("This account is closed. What was done on it can be read; nothing is done on it any more.")
SUSPENDED = _("This account is suspended, so work on it rests. Whoever manages it can say why, and resume it.")

_READ = """
SELECT id, status, opened_on, once, good FROM (
  SELECT a.id, a.status, a.opened_on,
    EXISTS (SELECT 1 FROM accounts_accountverification w WHERE w.account_id = a.id AND w.purpose = 'identity'
      AND w.verified_on IS NOT NULL) AS once,
    EXISTS (SELECT 1 FROM accounts_accountverification v WHERE v.account_id = a.id AND v.purpose = 'identity'
      AND v.status = 'verified' AND v.verified_on <= %(day)s AND (v.expires_on IS NULL OR v.expires_on >= %(day)s)
    ) AS good
  FROM accounts_platformaccount a) s
WHERE status IN ('closed', 'suspended') OR NOT good
"""


class Standing(NamedTuple):
    """An account that is suspended, closed or not verified today."""

    status: str
    opened_on: date | None
    verified_once: bool
    verified: bool


def closed_gate(user: User, permission: str, account_id: int | None) -> Denied | None:
    """Deny all work on a closed account, whoever asks; superusers too."""
    if account_id is None or permission in STAYS_OPEN:
        return None
    standing = _standings(user).get(account_id)
    return Denied(CLOSED) if standing is not None and standing.status == "closed" else None


def suspended_gate(user: User, permission: str, account_id: int | None) -> Denied | None:
    """Deny work on a suspended account until it is resumed."""
    if account_id is None or permission not in RESTING:
        return None
    standing = _standings(user).get(account_id)
    return Denied(SUSPENDED) if standing is not None and standing.status == "suspended" else None


def unverified_gate(user: User, permission: str, account_id: int | None) -> Denied | None:
    """Deny publishing on an account past its grace without verification, or whose verification lapsed."""
    if account_id is None or permission != PUBLISHING:
        return None
    standing = _standings(user).get(account_id)
    if standing is None or standing.verified:
        return None
    if standing.verified_once:
        return Denied(LAPSED)
    if standing.opened_on is None:
        return None
    now = access_moment()
    grace = timedelta(days=int(param(GRACE, account=account_id, at=now).value))
    return Denied(NEVER) if standing.opened_on + grace < today(now) else None


def _standings(user: User) -> dict[int, Standing]:
    """By account; read once per person and request."""
    found: dict[int, Standing] | None = getattr(user, "_account_standings", None)
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(_READ, {"day": connection.ops.adapt_datefield_value(today(access_moment()))})
            found = {
                pk: Standing(status, _day(opened), bool(once), bool(good))
                for pk, status, opened, once, good in cursor.fetchall()
            }
        user._account_standings = found  # type: ignore[attr-defined]
    return found


def _day(value: date | str | None) -> date | None:
    """SQLite hands days on as text where no column says what they are."""
    return date.fromisoformat(value) if isinstance(value, str) else value


register_gate("account_closed", closed_gate)
register_gate("account_suspended", suspended_gate)
register_gate("account_unverified", unverified_gate)
