"""Every change of departments and people (R-001, R-012)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.letters import write_to_old_address
from accounts.people.models import Department, User
from accounts.people.rules import MANAGE_PEOPLE, NAMED_BY_ANOTHER, OWN_SETTINGS, WRITTEN_BY_MANAGERS
from governance.public import (
    NotAllowed,
    Refused,
    WrongState,
    change_record,
    create_record,
    is_zone,
    lock_roles,
    require,
    tell,
    today,
)


def add_department(
    *, actor: User | None, code: str, name_zh: str, name_en: str, at: datetime | None = None, **fields: Any
) -> Department:
    """A new department, by whoever manages people; raises ValidationError naming the field that does not fit."""
    if actor is not None:
        require(actor, MANAGE_PEOPLE)
    department = Department(code=code, name_zh=name_zh, name_en=name_en, **fields)
    _check_head(department.head)
    check_named_by_another(actor, department.head, None, field="head")
    return create_record(department, actor=actor, event="department.created", at=at)


def change_department(
    department: Department, *, actor: User | None, at: datetime | None = None, **values: Any
) -> None:
    """Change a department, by whoever manages people; it is never part of itself, directly or through others.

    Refuses, naming the field, a head who does not work here or names themselves, closing one in which somebody or
    something still is, and another code: what names the department by it would name nobody (R-037).
    """
    if actor is not None:
        require(actor, MANAGE_PEOPLE)
    if values.get("head") != department.head:
        _check_head(values.get("head"))
    with transaction.atomic():
        # All of them, in one order: two changes that together would make a loop wait for each other.
        rows = {row.pk: row for row in Department.objects.select_for_update(of=("self",)).order_by("pk")}
        if values.get("code", rows[department.pk].code) != rows[department.pk].code:
            raise Refused(
                _("Files, rules and drafts name the department by its code, so it stays. Change its names instead."),
                field="code",
            )
        above = {pk: row.parent_id for pk, row in rows.items()}
        check_named_by_another(actor, values.get("head"), rows[department.pk].head_id, field="head")
        parent: int | None = values["parent"].pk if values.get("parent") else None
        seen = {department.pk}
        while parent is not None:
            if parent in seen:
                raise Refused(_("A department cannot be part of itself. Please choose another one."), field="parent")
            seen.add(parent)
            parent = above.get(parent)
        if values.get("is_active") is False and department.is_active:
            _check_empty(department)
        change_record(department, values, actor=actor, event="department.changed", at=at)


def check_named_by_another(actor: User | None, named: User | None, before: int | None, *, field: str) -> None:
    """Raise NotAllowed where somebody newly names themselves head or superior, and would decide in their own favour.

    `before` is the id of whoever it was until now: what stands already may stay (D-2.3.2, O-3.3.2).
    """
    if actor is not None and named is not None and named.pk == actor.pk != before:
        raise NotAllowed(NAMED_BY_ANOTHER[field], field=field)


def check_moved_by_another(actor: User | None, user: User, department: Department | None) -> None:
    """Raise NotAllowed where somebody moves a login under themselves, as the head whom its requests would go to.

    The head is that of the department, or of the next one above that has any; who is it already may stay.
    """
    if actor is not None and head_over(department) == actor.pk != head_over(user.department):
        raise NotAllowed(NAMED_BY_ANOTHER["department"], field="department")


def head_over(department: Department | None) -> int | None:
    """Who heads this department, or the next one above that has a head; the id, None where nobody does."""
    seen: set[int] = set()
    while department is not None and department.pk not in seen:
        if department.head_id is not None:
            return department.head_id
        seen.add(department.pk)
        department = department.parent
    return None


def _check_head(head: User | None) -> None:
    if head is not None and not head.is_active:
        raise Refused(
            _("%(name)s does not work here any more. Please choose somebody else.") % {"name": head}, field="head"
        )


def _check_empty(department: Department) -> None:
    """Raise Refused while people, platform accounts or other departments are part of it."""
    if (
        department.staff.filter(is_active=True).exists()
        or department.children.filter(is_active=True).exists()
        or department.platform_accounts.open().exists()
    ):
        raise Refused(
            _("People, accounts or other departments are still part of it. Move them first, then close it."),
            field="is_active",
        )


@transaction.atomic
def add_person(
    *, actor: User | None, username: str, password: str | None = None, at: datetime | None = None, **fields: Any
) -> User:
    """A new member of staff, by whoever manages people; `actor=None` is setup and the demo company.

    Without a password the login cannot be used until its owner sets one: nobody chooses a password for others.
    """
    _check_manager(actor, fields)
    if actor is not None and password:
        raise NotAllowed(_("Nobody chooses a password for somebody else. The person sets it by a link in a mail."))
    user = User(username=User.normalize_username(username), date_joined=at or timezone.now(), **fields)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    check_superior(user, user.superior)
    check_named_by_another(actor, user.superior, None, field="superior")
    check_time_zone(user.time_zone)
    return create_record(user, actor=actor, event="person.created", at=at)


def change_person(user: User, *, actor: User | None, at: datetime | None = None, **values: Any) -> None:
    """Change somebody's record; a chain of superiors never leads back to where it began.

    Own settings are one's own to change; the rest is somebody else's who manages people, and the person is told.
    A new mail address is told to the old one as well.
    """
    values = {name: value for name, value in values.items() if getattr(user, name) != value}
    settings_only = values.keys() <= OWN_SETTINGS
    if actor is not None and not (settings_only and actor.pk == user.pk):
        if actor.pk == user.pk:
            raise NotAllowed(_("Somebody else must change this for you. Please ask an administrator."))
        _check_manager(actor, values)
        if "email" in values and user.is_superuser and not actor.is_superuser:
            raise NotAllowed(
                _("This login holds every right, and the link for its password goes to this address. Only a login "
                  "that holds every right too may change it."),
                field="email",
            )  # fmt: skip
    if "superior" in values:
        check_named_by_another(actor, values["superior"], user.superior_id, field="superior")
    if "department" in values:
        check_moved_by_another(actor, user, values["department"])
    if "time_zone" in values:
        check_time_zone(values["time_zone"])
    left_on = values.get("left_on")
    if left_on is not None and user.is_active and left_on < today(at):
        raise Refused(
            _("This day is over while the login is open. Leaving is a step of its own: have the person leave from"
              " their page, which hands over what they hold and closes the login."),
            field="left_on",
        )  # fmt: skip
    before = user.email
    with transaction.atomic():
        if "superior" in values:
            # As a run of the directory does: two changes that together would make a loop wait for each other.
            lock_roles()
            check_superior(user, values["superior"])
        changed = change_record(user, values, actor=actor, event="person.changed", at=at)
        if actor is None or actor.pk == user.pk or not changed:
            return
        _tell(user, "person.changed", actor, at, fields=sorted(changed))
        if "email" in changed and before:
            transaction.on_commit(partial(write_to_old_address, user, before), robust=True)


def close_login(user: User, *, actor: User | None, at: datetime | None = None) -> None:
    """Close a login for good, inside the transaction in which `accounts.leaving` hands over all else.

    The very next request of its open sessions is refused, and neither they nor its password, second factors or rank
    come back when it is opened again (R-012). The caller holds the person's row locked.
    """
    values = {
        "is_active": False, "left_on": today(at), "password": make_password(None), "is_superuser": False,
        "is_staff": False,
    }  # fmt: skip
    change_record(user, values, actor=actor, event="person.disabled", at=at)
    user.user_permissions.clear()
    Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def reopen_person(user: User, *, actor: User | None, at: datetime | None = None) -> None:
    """Open a closed login again: without roles, password or second factor, which are given anew (R-012)."""
    _check_manager(actor)
    if actor is not None and actor.pk == user.pk:
        raise NotAllowed(_("Somebody else must change this for you. Please ask an administrator."))
    if User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk).is_active:
        raise WrongState(_("This login is open already. Load the page again."))
    change_record(user, {"is_active": True, "left_on": None}, actor=actor, event="person.reopened", at=at)
    if actor is not None:
        _tell(user, "person.reopened", actor, at)


def _check_manager(actor: User | None, fields: Iterable[str] = ()) -> None:
    """Raise Denial without the right, NotAllowed for a field that no administrator writes."""
    if actor is None:
        return
    require(actor, MANAGE_PEOPLE)
    if not set(fields) <= WRITTEN_BY_MANAGERS:
        raise NotAllowed(_("This part of the record is written by no administrator. Please leave it out."))


def _tell(user: User, template: str, actor: User, at: datetime | None, **params: Any) -> None:
    """One notice to the person for each change."""
    moment = at or timezone.now()
    tell(
        [user], template, kind="user", object_id=user.pk, params={"who": str(actor), **params},
        key=f"{template}:{user.pk}:{moment.isoformat()}", at=moment,
    )  # fmt: skip


def check_superior(user: User, superior: User | None) -> None:
    """Raise Refused where `superior` would make a loop of superiors, as they stand in the database now."""
    seen: set[int] = set()
    above = superior.pk if superior is not None else None
    while above is not None:
        if above == user.pk or above in seen:
            raise Refused(
                _("This superior reports to the same person in the end. Please choose somebody further up."),
                field="superior",
            )
        seen.add(above)
        above = User.objects.values_list("superior_id", flat=True).get(pk=above)


def check_time_zone(name: str) -> None:
    """Raise Refused where nobody knows a zone of that name."""
    if not is_zone(name):
        raise Refused(
            _("This time zone is not known. Please write it as Asia/Shanghai or Europe/Berlin."), field="time_zone"
        )
