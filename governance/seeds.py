"""What the ground floor needs before the first day: roles first, the rooms' own rows after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.access.services import seed_roles
from governance.deadlines import services as deadlines
from governance.policies.loading import seed_policies
from governance.worktime import services as worktime

if TYPE_CHECKING:
    from accounts.models import User


def seed(*, actor: User | None = None) -> None:
    """Fill the ground floor's tables; may run again and changes nothing then."""
    seed_roles()
    worktime.seed(actor=actor)
    deadlines.seed(actor=actor)
    seed_policies(actor=actor)
