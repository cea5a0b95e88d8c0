"""While publishing is suspended nothing goes out there, and everybody who sees the account reads why on every page."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.suspension.models import SuspendedAccount
from governance.public import Banner, CompiledQuery, Denied, accounts_for, register_banner, register_gate

if TYPE_CHECKING:
    from accounts.public import User

PUBLISH = "accounts.publish"
OPEN = CompiledQuery(
    lambda: (
        SuspendedAccount.objects.filter(suspension__lifted_at=None)
        .order_by("suspension_id", "pk")
        .values_list("account_id", "suspension__scope", "suspension__reason")
    )
)
# That nothing is suspended is believed for so long, for the bar alone; the gate asks every time.
LOOK_EVERY = 5.0
_calm_until = 0.0


def forget() -> None:
    """Look anew at the next page."""
    global _calm_until
    _calm_until = 0.0


def suspended(user: User) -> list[tuple[Any, ...]]:
    """Account, scope and reason of whatever is suspended; one statement a request."""
    found: list[tuple[Any, ...]] | None = getattr(user, "_suspended", None)
    if found is None:
        found = user._suspended = OPEN.rows()  # type: ignore[attr-defined]
    return found


def suspension_gate(user: User, permission: str, account_id: int | None) -> Denied | None:
    """Deny publishing on an account that is suspended."""
    if account_id is None or permission != PUBLISH:
        return None
    reason = next((row[2] for row in suspended(user) if row[0] == account_id), None)
    if reason is None:
        return None
    return Denied(format_lazy(gettext_lazy("Publishing is suspended here: {reason}"), reason=reason[:200]))


def suspension_banner(user: Any) -> Banner | None:
    """What everybody who sees a suspended account reads on top of every page."""
    global _calm_until
    if not getattr(user, "is_authenticated", False) or monotonic() < _calm_until:
        return None
    rows = suspended(user)
    if not rows:
        _calm_until = monotonic() + LOOK_EVERY
        return None
    seen = accounts_for(user)
    mine = next((row for row in rows if row[0] in seen), None)
    if mine is None:
        return None
    sentence = _("Publishing is suspended on %(scope)s: %(reason)s") % {"scope": mine[1], "reason": mine[2][:120]}
    return Banner(sentence, reverse("content:suspension_list"), _("Open it"))


register_gate("suspension", suspension_gate)
register_banner("suspension", suspension_banner)
