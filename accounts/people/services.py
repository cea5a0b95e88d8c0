"""Every change of departments and people (R-001, R-012)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, User
from governance.public import NotAllowed, Refused, change_record, create_record, is_zone, today

# What a person may change of their own record; the rest is the administrators', the mail address above all: whoever
# sits at an open session must not choose where the link for a new password goes.
OWN_SETTINGS = frozenset({"language", "time_zone", "quiet_from", "quiet_to", "shortcuts_enabled"})


def add_department(
    *, actor: User | None, code: str, name_zh: str, name_en: str, at: datetime | None = None, **fields: Any
) -> Department:
    """A new department; raises ValidationError naming the field that does not fit."""
    department = Department(code=code, name_zh=name_zh, name_en=name_en, **fields)
    return create_record(department, actor=actor, event="department.created", at=at)


def change_department(
    department: Department, *, actor: User | None, at: datetime | None = None, **values: Any
) -> None:
    """Change a department; a department is never part of itself, directly or through others."""
    parent, seen = values.get("parent"), {department.pk}
    while parent is not None:
        if parent.pk in seen:
            raise Refused(_("A department cannot be part of itself. Please choose another one."), field="parent")
        seen.add(parent.pk)
        parent = parent.parent
    change_record(department, values, actor=actor, event="department.changed", at=at)


@transaction.atomic
def add_person(
    *, actor: User | None, username: str, password: str | None = None, at: datetime | None = None, **fields: Any
) -> User:
    """A new member of staff; without a password the login cannot be used until one is set."""
    user = User(username=User.normalize_username(username), date_joined=at or timezone.now(), **fields)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    check_superior(user, user.superior)
    check_time_zone(user.time_zone)
    return create_record(user, actor=actor, event="person.created", at=at)


def change_person(user: User, *, actor: User, at: datetime | None = None, **values: Any) -> None:
    """Change somebody's record; a chain of superiors never leads back to where it began."""
    if actor.pk == user.pk and not values.keys() <= OWN_SETTINGS and not actor.is_superuser:
        raise NotAllowed(_("Somebody else must change this for you. Please ask an administrator."))
    if "superior" in values:
        check_superior(user, values["superior"])
    if values.get("time_zone", user.time_zone) != user.time_zone:
        check_time_zone(values["time_zone"])
    change_record(user, values, actor=actor, event="person.changed", at=at)


@transaction.atomic
def disable_person(user: User, *, actor: User, at: datetime | None = None) -> None:
    """Close a login: the very next request of its open sessions is refused."""
    if actor.pk == user.pk:
        raise NotAllowed(_("You cannot disable your own login. Please ask another administrator."))
    left_on = today(at)
    change_record(user, {"is_active": False, "left_on": left_on}, actor=actor, event="person.disabled", at=at)


def check_superior(user: User, superior: User | None) -> None:
    """Raise Refused where `superior` would make a loop of superiors."""
    seen: set[int] = set()
    while superior is not None:
        if superior.pk == user.pk or superior.pk in seen:
            raise Refused(
                _("This superior reports to the same person in the end. Please choose somebody further up."),
                field="superior",
            )
        seen.add(superior.pk)
        superior = superior.superior


def check_time_zone(name: str) -> None:
    """Raise Refused where nobody knows a zone of that name."""
    if not is_zone(name):
        raise Refused(
            _("This time zone is not known. Please write it as Asia/Shanghai or Europe/Berlin."), field="time_zone"
        )
