"""A secret that is overdue beyond its grace locks publishing on its account (R-009)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.custody.models import Credential
from governance.public import CompiledQuery, Denied, access_moment, param, register_gate

if TYPE_CHECKING:
    from accounts.people.models import User

GATED = frozenset({"accounts.publish"})
SENTENCE = _(
    "A login of this account should have been changed long ago, so nothing is published until its custodian does."
)

OVERDUE = CompiledQuery(
    lambda now: Credential.objects.overdue(now).order_by().values_list("account_id", "rotation_due_at")
)


def overdue_rotation_gate(user: User, permission: str, account_id: int | None) -> Denied | None:
    """Deny publishing while a login of the account is overdue beyond the grace; one statement a request."""
    if account_id is None or permission not in GATED:
        return None
    late: dict[int, list[object]] | None = getattr(user, "_overdue_logins", None)
    if late is None:
        late = user._overdue_logins = _overdue()  # type: ignore[attr-defined]
    if account_id not in late:
        return None
    now = access_moment()
    grace = timedelta(days=int(param("rotation.grace", account=account_id, at=now).value))
    return Denied(SENTENCE) if min(late[account_id]) + grace < now else None  # type: ignore[type-var,operator]


def _overdue() -> dict[int, list[object]]:
    found: dict[int, list[object]] = {}
    for account_id, due in OVERDUE.rows(now=access_moment()):
        found.setdefault(account_id, []).append(due)
    return found


register_gate("rotation_overdue", overdue_rotation_gate)
