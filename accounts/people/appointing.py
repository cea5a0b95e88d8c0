"""What holds for every appointment: by somebody with the right, of somebody else who works here (D-2.3.2, O-3.3.2)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from governance.public import NotAllowed, Refused, deputies_of, require


def check_appointment(actor: User, person: User, right: str, *, at: datetime | None = None) -> None:
    """Raise Denial without the right, NotAllowed for oneself or whom one stands in for, Refused for a closed login.

    Superusers hold every right and obey the rest. Locks the person's row: call it inside the transaction.
    """
    require(actor, right)
    if actor.pk == person.pk:
        raise NotAllowed(_("Nobody appoints themselves. Please ask somebody else who holds this right."))
    if actor.pk in deputies_of(person.pk, at or timezone.now()):
        raise NotAllowed(
            _("You stand in for this person now, so the appointment would serve you. Please ask somebody else.")
        )
    if not User.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk).is_active:
        raise Refused(
            _("%(name)s does not work here any more. Please choose somebody else.") % {"name": person}, field="person"
        )
