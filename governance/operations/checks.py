"""The deployment check: a company's site does not open to the logins that everybody knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from governance.demonstration.rules import DEMO_PASSWORD, LOGINS


@register(Tags.security, deploy=True)
def no_demo_logins(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Outside a trial run nobody may log in with the password that `make run` prints."""
    if settings.DEBUG:
        return []
    names = [login.username for login in LOGINS]
    try:
        people = list(get_user_model().objects.filter(username__in=names, is_active=True))
    except DatabaseError:  # No tables yet: nobody can log in.
        return []
    known = sorted(user.username for user in people if user.check_password(DEMO_PASSWORD))
    if not known:
        return []
    return [
        Error(
            f"These people of the demo company could log in with the password that everybody knows: "
            f"{', '.join(known)}.",
            hint="Begin with an empty database (manage.py setup), or close these logins.",
            id="governance.E001",
        )
    ]
