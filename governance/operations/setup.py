"""From an empty database to a company that can begin: seeds floor by floor, then a first administrator."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

from governance.access.grants import grant_role
from governance.celery import FLOORS
from governance.ledger.services import record
from governance.refusals.exceptions import Refused

if TYPE_CHECKING:
    from accounts.models import User


def seed_floors() -> list[str]:
    """Call every floor's `seeds.seed`, lowest floor first; returns the floors that have one."""
    seeded = []
    for floor in FLOORS:
        if module_has_submodule(import_module(floor), "seeds"):
            import_module(f"{floor}.seeds").seed(actor=None)
            seeded.append(floor)
    return seeded


def count_administrators() -> int:
    """How many active people can administer the site."""
    administrators = Q(is_superuser=True) | Q(groups__name="admin")
    return get_user_model().objects.filter(administrators, is_active=True).distinct().count()


@transaction.atomic
def create_administrator(username: str, email: str, password: str, *, second: bool = False) -> User:
    """The first administrator (R-001), while there is none; a second one while there is one alone.

    One administrator alone cannot agree to what they ask themself (R-012), so whoever runs the server may add one.
    """
    there = count_administrators()
    if there >= 2 and second:
        raise Refused(_("There are two administrators already. Further ones ask for the role on the page of grants."))
    if there and not second:
        raise Refused(_("There is an administrator already. Further ones are made on the People page."))
    model = get_user_model()
    if model.objects.filter(username=username).exists():
        raise Refused(_("The login name %(name)s is taken. Choose another.") % {"name": username}, field="username")
    user = model(username=username, email=email, display_name=username, is_staff=True, is_superuser=True)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    user.set_password(password)
    user.save()
    grant_role(user, "admin", actor=None)
    record("setup.administrator_created", actor=user, kind="user", object_id=user.pk)
    return user
