"""What qualifications put on the Today page: those that end soon, one's own and those that one can renew (R-122)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.certificates.cards import to_renew
from accounts.people.models import User
from accounts.qualifications.services import QUALIFICATIONS
from governance.public import Card, card


@card("qualifications", title=_("Qualifications of reviewers to renew"), order=36)
def qualifications_to_renew(user: User, now: datetime) -> Card:
    """Qualifications that end within thirty days and have no successor yet."""
    return to_renew(QUALIFICATIONS, user, now)
