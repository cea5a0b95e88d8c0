"""What the pages of grants show: the rows one may see, a person's roles, who may do what to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.grants.asking import askable_people
from accounts.grants.rules import MANAGE_PEOPLE, VIEW_LEDGER
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import ACCOUNT_PERMISSIONS
from governance.public import (
    ROLES,
    Denial,
    Grant,
    GrantQuerySet,
    NotAllowed,
    Sentence,
    accounts_for,
    can,
    check_taker,
    label_of,
    roles_held,
)

_ON_ACCOUNT = dict(ACCOUNT_PERMISSIONS)
SOON = timedelta(days=30)
EXPORTED = 100_000
HEADERS = (
    _("Person"), _("Login name"), _("Role"), _("Where"), _("In force from"), _("Given by"), _("Request"), _("Until"),
    _("Ended at"), _("Ended because"),
)  # fmt: skip

IN_STATE: Mapping[str, Callable[[GrantQuerySet, datetime], GrantQuerySet]] = {
    "current": lambda rows, now: rows.current(),
    "ended": lambda rows, now: rows.filter(ended_at__isnull=False),
    "expiring": lambda rows, now: rows.expiring(now, now + SOON),
    "unasked": lambda rows, now: rows.unasked(),
    "founding": lambda rows, now: rows.founding(),
}


def sees_all(user: User) -> bool:
    """Whoever manages people or reads the ledger sees every grant."""
    return bool(can(user, MANAGE_PEOPLE) or can(user, VIEW_LEDGER))


def sees_roles_of(user: User, person: User) -> bool:
    """Whoever sees all, and those who may ask for this person."""
    return sees_all(user) or askable_people(user).filter(pk=person.pk).exists()


def sees_access_of(user: User, person: User) -> bool:
    """Oneself, the superior, and whoever sees all."""
    return user.pk == person.pk or person.superior_id == user.pk or sees_all(user)


def sees_access_on(user: User, account: PlatformAccount) -> bool:
    """Whoever manages the account, and whoever sees all."""
    return sees_all(user) or bool(can(user, "accounts.manage", account))


def visible_to(user: User) -> GrantQuerySet:
    """The grants that this person may see: all, or one's own, one's people's and those on accounts one manages."""
    rows = Grant.objects.all()
    if sees_all(user):
        return rows
    own = Q(person=user) | Q(person__superior=user)
    return rows.filter(own | Q(account_id__in=accounts_for(user, "accounts.manage")))


def narrowed(rows: GrantQuerySet, chosen: Mapping[str, Any], now: datetime) -> GrantQuerySet:
    """The rows that fit the filter."""
    if "state" in chosen:
        rows = IN_STATE[chosen["state"]](rows, now)
    if "q" in chosen:
        words = chosen["q"]
        people = User.objects.filter(Q(display_name__icontains=words) | Q(username__icontains=words))
        rows = rows.filter(person__in=people.order_by().values("pk"))
    if "role" in chosen:
        rows = rows.filter(role=chosen["role"])
    if "account" in chosen:
        rows = rows.filter(account=chosen["account"])
    return rows


def listed(rows: GrantQuerySet) -> GrantQuerySet:
    """The rows with what a list shows of them, and no more: a person has many columns."""
    return rows.select_related("person", "account", "begun_by").only(
        "role", "begins_at", "expires_at", "ended_at", "ended_because", "request_id", "person__username",
        "person__display_name", "account__handle", "account__platform", "account__name_zh", "account__name_en",
        "begun_by__username", "begun_by__display_name",
    )  # fmt: skip


def exported(rows: GrantQuerySet) -> Iterator[tuple[Any, ...]]:
    """The rows of the file."""
    joined = rows.select_related("person", "account", "begun_by").order_by("-pk")[:EXPORTED]
    for row in joined.iterator(chunk_size=2000):
        yield (
            row.person, row.person.username, row.role_label, row.account.handle if row.account else _("the company"),
            row.begins_at, row.begun_by or _("setup"), row.request_id, row.expires_at, row.ended_at,
            row.get_ended_because_display(),
        )  # fmt: skip


def why_not_taken(actor: User, person: User, places: list[PlatformAccount | None]) -> Sentence | None:
    """Why this person may not take roles from that one at these places (None: in the company), or None."""
    try:
        check_taker(actor, person, places)
    except (Denial, NotAllowed) as refusal:
        return refusal.sentence
    return None


def takeable_accounts(actor: User, person: User) -> QuerySet[PlatformAccount]:
    """The accounts on which that person holds a role now and this one may take it."""
    held = Grant.objects.current().filter(person=person, account__isnull=False)
    rows = PlatformAccount.objects.filter(pk__in=held.values("account_id")).order_by("handle")
    if why_not_taken(actor, person, [None]) is None:
        return rows
    return rows.filter(pk__in=accounts_for(actor, "accounts.manage"))


def require_taker(actor: User, person: User, role: str, account: PlatformAccount | None) -> None:
    """Raise Denial where `actor` may not take the role there; without an account, wherever it is held."""
    held = roles_held(person).get(role, set())
    accounts = PlatformAccount.objects.in_bulk([place for place in held if place is not None])
    places: list[PlatformAccount | None] = [account] if account else [accounts.get(place or 0) for place in held]
    reason = why_not_taken(actor, person, places)
    if reason is not None:
        raise Denial(reason)


def what_roles_bring() -> list[tuple[Sentence, list[Sentence], list[Sentence]]]:
    """Each role with its rights in the company, and those on an account that it is given for."""
    return [
        (
            role.label,
            [label_of(f"governance.{code}") for code in role.company],
            [_ON_ACCOUNT[code] for code in role.account],
        )
        for role in ROLES
    ]
