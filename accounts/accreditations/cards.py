"""What accreditations put on the Today page: those that end soon, one's own and those that one keeps (R-038)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.accreditations.services import ACCREDITATIONS
from accounts.certificates.cards import to_renew
from accounts.people.models import User
from governance.public import Card, card


@card("accreditations", title=_("Accreditations of advisers to renew"), order=37)
def accreditations_to_renew(user: User, now: datetime) -> Card:
    """Accreditations that end within thirty days and have no successor yet."""
    return to_renew(ACCREDITATIONS, user, now)
