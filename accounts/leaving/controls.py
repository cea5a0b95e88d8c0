"""How leaving is measured: whoever left holds nothing, and nobody stays past the planned day (R-013, O-3.3.3)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from guardian.models import UserObjectPermission

from accounts.leaving.models import Departure
from accounts.people.models import User
from governance.public import Evidence, Scope, Window, probe, today


@probe("R-013", part="leavers", mode="Z")
def leavers_hold_nothing(scope: Scope, window: Window) -> Evidence:
    """People who have left, or should have by now; bad are those with a role, a right, a rank or an open login."""
    overdue = Departure.objects.due(today(window.now)).filter(person=OuterRef("pk"), leaves_on__lt=today(window.now))
    left = User.objects.filter(Q(is_active=False) | Exists(overdue))
    total = scope.narrow(left, account=None, department="department_id", person="pk")
    rights = Exists(UserObjectPermission.objects.filter(user=OuterRef("pk")))
    roles = Exists(User.groups.through.objects.filter(user_id=OuterRef("pk")))
    own = Exists(User.user_permissions.through.objects.filter(user_id=OuterRef("pk")))
    bad = total.filter(Q(is_active=True) | Q(is_superuser=True) | rights | roles | own)
    return Evidence(bad=bad, total=total, kind="user")
