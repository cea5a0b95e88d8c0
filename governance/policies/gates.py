"""The gate of R-106: work on an account waits until its rule books are read and signed (D-1.2, K-5.2.1, M-1.2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access.moment import access_moment
from governance.access.services import Denied, register_gate
from governance.policies.books import Binding, Book, Shelf, shelf, today
from governance.policies.params import governing_packs
from governance.policies.services import remember_signed, signed_versions

if TYPE_CHECKING:
    from accounts.models import User

GATED = frozenset(
    {
        "accounts.draft", "accounts.review_first", "accounts.review_final", "accounts.publish", "accounts.withdraw",
        "accounts.reply", "accounts.manage", "governance.sign_legal", "governance.sign_executive",
        "governance.sign_adviser", "governance.confirm_facts",
    }
)  # fmt: skip
# The versions that the person signed, then department and market of every account.
_READ = """
SELECT version_id, NULL, NULL FROM governance_policyreading WHERE user_id = %(user)s
UNION ALL SELECT id, department_id, market FROM accounts_platformaccount
"""


def unsigned_gate(user: User, permission: str, account_id: int | None) -> Denied | None:
    """Deny while a version that binds the account stays unsigned beyond the grace."""
    if account_id is None or permission not in GATED:
        return None
    asked: dict[int, Denied | None] | None = getattr(user, "_unsigned", None)
    if asked is None:
        asked = user._unsigned = {}  # type: ignore[attr-defined]
    if account_id not in asked:
        asked[account_id] = _unsigned(user, account_id)
    return asked[account_id]


def _unsigned(user: User, account_id: int) -> Denied | None:
    department_id, market = _account_rows(user).get(account_id, (None, ""))
    books, day = shelf(), today(access_moment())
    for pack in governing_packs(account_id, department_id, market, books=books):
        book = books.books[pack]
        chain = books.department_chain(department_id)
        starts = [b.starts_on for b in books.bindings if b.pack == pack and _reaches(b, account_id, chain)]
        if _overdue(book, books, user, day, min(starts, default=date.min)):
            return Denied(
                _("Please read and sign “%(policy)s” first: open Policies, choose this rule book, press “Sign”.")
                % {"policy": _Name(book)}
            )
    return None


def _reaches(binding: Binding, account_id: int, chain: tuple[int, ...]) -> bool:
    return binding.account_id == account_id or binding.department_id in chain


def _overdue(book: Book, books: Shelf, user: User, day: date, bound: date) -> bool:
    edition = book.on(day)
    if edition.version_id is None or edition.version_id in signed_versions(user):
        return False
    joined = timezone.localtime(user.date_joined, timezone.get_default_timezone()).date()
    since = max(edition.effective_from, joined, bound)
    return day > since + timedelta(days=int(books.values_of(edition)["signing.grace"].value))


class _Name:
    """A rule book's name in the language of whoever reads the sentence."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __str__(self) -> str:
        return self.book.name


def _account_rows(user: User) -> dict[int, tuple[int | None, str]]:
    """Department and market of every account; one statement per person and request brings what they signed too."""
    found: dict[int, tuple[int | None, str]] | None = getattr(user, "_account_rows", None)
    if found is None:
        found, signed = {}, []
        with connection.cursor() as cursor:
            cursor.execute(_READ, {"user": user.pk})
            for pk, department_id, market in cursor.fetchall():
                if market is None:
                    signed.append(pk)
                else:
                    found[pk] = (department_id, market)
        remember_signed(user, signed)
        user._account_rows = found  # type: ignore[attr-defined]
    return found


register_gate("policy_unsigned", unsigned_gate)
