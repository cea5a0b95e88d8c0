"""Changes of second factors that the person does not make: sealing anew, and taking a lost one away."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.login.sealing import is_fresh, seal, unseal
from accounts.login.second_factor import has_factor
from accounts.people.models import User
from governance.public import NotAllowed, record, require

MANAGE = "governance.manage_people"
# The parts of an authenticator that open something; a passkey keeps its public half only.
SECRETS = ("secret", "seed")


@transaction.atomic
def reseal_factor(authenticator: Authenticator) -> bool:
    """Seal its secret under the newest key; False where that is so already. Raises CannotOpen."""
    locked = Authenticator.objects.select_for_update(of=("self",)).filter(pk=authenticator.pk).first()
    if locked is None:
        return False
    stale = [name for name in SECRETS if name in locked.data and not is_fresh(locked.data[name])]
    for name in stale:
        locked.data[name] = seal(unseal(locked.data[name]))
    if stale:
        locked.save(update_fields=["data"])
    return bool(stale)


def reseal_factors() -> int:
    """Seal every secret under the newest key, after which the older keys may go; returns how many changed."""
    return sum(reseal_factor(authenticator) for authenticator in Authenticator.objects.order_by("pk"))


@transaction.atomic
def remove_factor(authenticator: Authenticator, *, actor: User, at: datetime | None = None) -> None:
    """Take away a factor that somebody lost, never one's own; recovery codes of no factor go with it.

    Where the company demands a factor, that person's next page asks for a new one.
    """
    require(actor, MANAGE)
    user = authenticator.user
    if actor.pk == user.pk:
        raise NotAllowed(_("Somebody else must do this for you. Please ask another administrator."))
    authenticator.delete()
    if not has_factor(user):
        Authenticator.objects.filter(user=user).delete()
    record(
        "login.factor_removed", actor=actor, kind="user", object_id=user.pk,
        payload={"type": str(authenticator.type)}, at=at,
    )  # fmt: skip
