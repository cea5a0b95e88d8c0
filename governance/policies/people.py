"""Who is bound by which rule book: by department, or by a right on a bound account (R-105, R-106)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from governance.access.scope import scope_of
from governance.policies.books import shelf, today
from governance.policies.models import PolicyReading
from governance.policies.params import bound_packs, governing_packs, param

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Bound:
    """One member of staff with the rule books that bind them."""

    user_id: int
    joined: date
    packs: frozenset[str]


def bound_staff(at: datetime | None = None) -> list[Bound]:
    """All active staff with their rule books: five statements, whatever the size of the company."""
    accounts = {
        pk: frozenset(bound_packs(account_id=pk, department_id=department_id, at=at))
        for pk, department_id in apps.get_model("accounts", "PlatformAccount").objects.values_list(
            "pk", "department_id"
        )
    }
    by_right = _rights()
    rows = apps.get_model("accounts", "User").objects.filter(is_active=True)
    units: dict[int | None, frozenset[str]] = {}
    staff = []
    for pk, department_id, joined in rows.order_by("pk").values_list("pk", "department_id", "date_joined"):
        if department_id not in units:
            units[department_id] = frozenset(bound_packs(department_id=department_id, at=at))
        packs = units[department_id].union(*(accounts.get(account, frozenset()) for account in by_right[pk]))
        day = timezone.localtime(joined, timezone.get_default_timezone()).date()
        staff.append(Bound(pk, day, packs))
    return staff


def packs_of(user: User, at: datetime | None = None) -> frozenset[str]:
    """The rule books that bind one person."""
    model = apps.get_model("accounts", "PlatformAccount")
    rows = model.objects.filter(pk__in=_own_accounts(user)).values_list("pk", "department_id", "market")
    found = set(bound_packs(department_id=user.department_id, at=at))
    for pk, department_id, market in rows:
        found.update(governing_packs(pk, department_id, market, at))
    return frozenset(found)


def _own_accounts(user: User) -> frozenset[int]:
    """Accounts on which the person holds a right; reading everything makes no rule book one's own."""
    held = scope_of(user).by_right
    return frozenset().union(*held.values())


def _rights() -> dict[int, set[int]]:
    """Accounts on which each person holds any right, their own or their groups'."""
    on_accounts = Q(content_type__app_label="accounts", content_type__model="platformaccount")
    own = apps.get_model("guardian", "UserObjectPermission").objects.filter(on_accounts)
    group = apps.get_model("guardian", "GroupObjectPermission").objects.filter(on_accounts, group__user__isnull=False)
    found: dict[int, set[int]] = defaultdict(set)
    for user_id, account in own.values_list("user_id", "object_pk").union(
        group.values_list("group__user", "object_pk")
    ):
        found[user_id].add(int(account))
    return found


def signing_state(pack: str | None, at: datetime) -> tuple[set[int], set[int]]:
    """People whose grace is over and who therefore must have signed, and those of them who have not.

    Of one rule book, or of all that bind them.
    """
    books, day = shelf(), today(at)
    grace = {code: timedelta(days=int(param("signing.grace", pack=code, at=at).value)) for code in books.books}
    editions = {code: book.on(day) for code, book in books.books.items()}
    signed = set(PolicyReading.objects.filter(signed_at__lte=at).values_list("version_id", "user_id"))
    starts = {code: min((b.starts_on for b in books.bindings if b.pack == code), default=day) for code in books.books}
    due: set[int] = set()
    missing: set[int] = set()
    for person in bound_staff(at):
        for code in person.packs if pack is None else person.packs & {pack}:
            since = max(editions[code].effective_from, person.joined, starts[code])
            if day <= since + grace[code]:
                continue
            due.add(person.user_id)
            if (editions[code].version_id, person.user_id) not in signed:
                missing.add(person.user_id)
    return due, missing
