"""`param()`: the value that holds for an account, and which rule book and clause set it (chapter 4).

When several rule books bind an account, each parameter says how it merges; `explain()` lists all that took part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import get_language

from governance.policies.books import Book, Edition, Shelf, Value, seen_accounts, shelf, today
from governance.policies.models import LegalRule
from governance.policies.rules import merge_values

if TYPE_CHECKING:
    from accounts.models import Department, PlatformAccount


@dataclass(frozen=True, slots=True)
class Part:
    """What one rule book says about a parameter, and whether it set the value."""

    pack: str
    value: Any
    clause: str | None
    provenance: str
    own_number: bool
    policy_version_id: int | None
    won: bool


@dataclass(frozen=True, slots=True)
class ParamValue:
    """The value that holds. `pack`, `clause` and `policy_version_id` are of the book that set it."""

    name: str
    value: Any
    unit: str
    kind: str
    merge: str
    pack: str
    clause: str | None
    policy_version_id: int | None
    took_part: tuple[Part, ...]
    title_zh: str
    title_en: str

    @property
    def title(self) -> str:
        """Name of the parameter in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_zh

    @property
    def packs(self) -> tuple[str, ...]:
        """Every rule book that set the value."""
        return tuple(part.pack for part in self.took_part if part.won)


def packs_for(account: PlatformAccount | int, at: datetime | None = None) -> tuple[str, ...]:
    """Rule books that hold for an account, highest rank first.

    An account that nobody bound yet falls under the general rule book of its market (R-105 still shows it).
    """
    row = _account(account)
    return governing_packs(row.pk, row.department_id, row.market, at)


def governing_packs(
    account_id: int, department_id: int | None, market: str, at: datetime | None = None, books: Shelf | None = None
) -> tuple[str, ...]:
    """As `packs_for`, for a caller who holds the account's columns (and perhaps the shelf) already."""
    books = books or shelf()
    found = bound_packs(account_id=account_id, department_id=department_id, at=at, books=books)
    return found or _general(books, market)


def bound_packs(
    *, account_id: int | None = None, department_id: int | None = None, at: datetime | None = None,
    books: Shelf | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Rule books bound to the account itself; where it has none, those of its department or of one above it.

    A department's rule books bind its people and those of its accounts to which nobody bound one; empty if none is.
    """
    books, day = books or shelf(), today(at)
    held = [binding for binding in books.bindings if binding.holds_on(day)]
    found = {binding.pack for binding in held if account_id is not None and binding.account_id == account_id}
    if not found and any(binding.department_id for binding in held):
        chain = books.department_chain(department_id)
        found = {binding.pack for binding in held if binding.department_id in chain}
    return tuple(pack for pack in books.books if pack in found)


def pack_names() -> dict[str, str]:
    """Every rule book by its code, highest rank first, with its name in the reader's language."""
    return {code: book.name for code, book in shelf().books.items()}


def param(
    name: str,
    *,
    account: PlatformAccount | int | None = None,
    department: Department | int | None = None,
    pack: str | None = None,
    at: datetime | None = None,
) -> ParamValue:
    """The value of a parameter for an account, a department, one rule book, or the whole company.

    Raises KeyError for a name that no rule book has.
    """
    books = shelf()
    if pack is not None:
        packs: tuple[str, ...] = (pack,)
    elif account is not None:
        packs = packs_for(account, at)
    elif department is not None:
        department_id = department if isinstance(department, int) else department.pk
        packs = bound_packs(department_id=department_id, at=at) or tuple(books.books)
    else:
        packs = tuple(books.books)
    return _merged(books, name, tuple(books.books[code].on(today(at)) for code in packs))


def explain(
    name: str,
    *,
    account: PlatformAccount | int | None = None,
    department: Department | int | None = None,
    pack: str | None = None,
    at: datetime | None = None,
) -> tuple[Part, ...]:
    """All rule books that took part in a value, with what each says and which of them set it."""
    return param(name, account=account, department=department, pack=pack, at=at).took_part


def legal_rules(stage: str, market: str = "CN") -> list[LegalRule]:
    """Legal rules checked at a stage (draft, review, publish, campaign, message, export, account, analytics).

    A rule without markets holds everywhere, one of market OVERSEAS wherever the market is not China.
    """
    here = {market} | ({"OVERSEAS"} if market != "CN" else set())
    return [
        rule for rule in LegalRule.objects.all()
        if stage in rule.stages and (not rule.markets or here.intersection(rule.markets))
    ]  # fmt: skip


def _merged(books: Shelf, name: str, editions: tuple[Edition, ...]) -> ParamValue:
    key = (name, tuple((edition.pack, edition.version_id) for edition in editions))
    found: ParamValue | None = books.merged.get(key)
    if found is None:
        found = books.merged[key] = _merge(name, [(edition, books.values_of(edition)[name]) for edition in editions])
    return found


def _merge(name: str, rows: list[tuple[Edition, Value]]) -> ParamValue:
    first = rows[0][1]
    value, winners = merge_values(first.kind, first.merge, [row.value for _edition, row in rows], first.levels)
    parts = tuple(
        Part(edition.pack, row.value, row.clause, row.provenance, row.own_number, edition.version_id, place in winners)
        for place, (edition, row) in enumerate(rows)
    )
    lead = parts[winners[0]]
    return ParamValue(
        name, value, first.unit, first.kind, first.merge, lead.pack, lead.clause, lead.policy_version_id, parts,
        first.title_zh, first.title_en,
    )  # fmt: skip


def _account(account: PlatformAccount | int) -> PlatformAccount:
    if not isinstance(account, int):
        return account
    seen = seen_accounts()
    found: PlatformAccount | None = None if seen is None else seen.get(account)
    if found is None:
        found = apps.get_model("accounts", "PlatformAccount").objects.get(pk=account)
        if seen is not None:
            seen[account] = found
    return found


def _general(books: Shelf, market: str) -> tuple[str, ...]:
    exact = [book.pack for book in books.books.values() if book.default_market == market]
    return tuple(exact or [book.pack for book in books.books.values() if book.default_market == "*"])


def names(role: str = "") -> tuple[str, ...]:
    """Names of all parameters, or of those with a role on the board."""
    books = shelf()
    book: Book = next(iter(books.books.values()))
    values = books.values_of(book.editions[0])
    return tuple(name for name, row in values.items() if not role or row.role == role)


def parameters_behind(requirement: str) -> list[ParamValue]:
    """The parameters that a requirement is held against, each with all rule books that took part."""
    books = shelf()
    book: Book = next(iter(books.books.values()))
    values = books.values_of(book.editions[0])
    return [param(name) for name, row in values.items() if requirement in row.requirements]
