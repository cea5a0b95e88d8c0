"""The rule books as a process remembers them: editions, bindings and departments, checked by one cheap look.

Outside a transaction the token is looked at once a second at most; inside one every time, so that a service
decides by what is committed and a rolled back change is forgotten. Approved editions never change.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from governance.policies.models import PackBinding, Parameter, Policy, PolicyStamp, PolicyVersion
from governance.statements.reading import CompiledQuery

DATA = Path(__file__).parent / "data"
LOOK_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Value:
    """One parameter of one edition."""

    name: str
    value: Any
    kind: str
    unit: str
    merge: str
    levels: tuple[str, ...]
    role: str
    requirements: tuple[str, ...]
    clause: str | None
    provenance: str
    own_number: bool
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated version of a rule book; `version_id` is None only before `setup` has run."""

    pack: str
    version_id: int | None
    number: int
    effective_from: date
    effective_to: date | None


@dataclass(frozen=True, slots=True)
class Book:
    """A rule book with its editions, newest first."""

    pack: str
    policy_id: int | None
    letter: str
    rank: int
    name_zh: str
    name_en: str
    default_market: str
    editions: tuple[Edition, ...]

    @property
    def name(self) -> str:
        """Name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_zh

    def on(self, day: date) -> Edition:
        """The edition of that day; before the first one, the first."""
        return next((edition for edition in self.editions if edition.effective_from <= day), self.editions[-1])


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule book bound to an account or a department."""

    pack: str
    account_id: int | None
    department_id: int | None
    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the binding is in force that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass
class Shelf:
    """All rule books with their bindings, as of one token."""

    token: str | None
    books: dict[str, Book]
    bindings: tuple[Binding, ...]
    values: dict[tuple[str, int | None], dict[str, Value]] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    merged: dict[tuple[str, tuple[tuple[str, int | None], ...]], Any] = field(default_factory=dict)

    def values_of(self, edition: Edition) -> dict[str, Value]:
        """The parameters of an edition, read at first use."""
        key = (edition.pack, edition.version_id)
        if key not in self.values:
            stored = edition.version_id is not None
            self.values[key] = _read_values(edition.version_id) if stored else _shipped_values(edition.pack)
        return self.values[key]

    def department_chain(self, department_id: int | None) -> tuple[int, ...]:
        """The department and all that it is part of, for bindings of a department higher up."""
        if department_id is None:
            return ()
        if department_id not in self.parents:
            model = apps.get_model("accounts", "Department")
            self.parents.update(model.objects.values_list("pk", "parent_id"))
        chain: list[int] = []
        step: int | None = department_id
        while step is not None and step not in chain:
            chain.append(step)
            step = self.parents.get(step)
        return tuple(chain)


STAMP = CompiledQuery(lambda: PolicyStamp.objects.order_by("pk").values_list("token")[:1])
_shelf: Shelf | None = None
_looked_at = 0.0
# What was read since a long read began; None outside one.
_steady: ContextVar[dict[int, Any] | None] = ContextVar("steady", default=None)


def shelf() -> Shelf:
    """The rule books as they stand, read again when their token has changed."""
    global _shelf, _looked_at
    now = time.monotonic()
    if _shelf is not None and (
        _steady.get() is not None or (not connection.in_atomic_block and now - _looked_at < LOOK_EVERY)
    ):
        return _shelf
    found = STAMP.rows()
    token = found[0][0] if found else None
    if _shelf is None or _shelf.token != token or token is None:
        _shelf = _read(token)
    _looked_at = now
    return _shelf


@contextmanager
def steady() -> Iterator[None]:
    """For a long read of many values: look once at the beginning, and at nothing until the end."""
    shelf()
    token = _steady.set({})
    try:
        yield
    finally:
        _steady.reset(token)


def seen_accounts() -> dict[int, Any] | None:
    """The platform accounts that this long read has come by, by number; None where nothing is steady."""
    return _steady.get()


def forget() -> None:
    """Read anew at next use, in this process."""
    global _shelf
    _shelf = None


def touch() -> None:
    """Tell every process that something here changed; inside the transaction of the change."""
    PolicyStamp.objects.update_or_create(pk=1, defaults={"token": get_random_string(32)})
    forget()
    transaction.on_commit(forget)


def today(at: datetime | None) -> date:
    """The company's date of a moment."""
    return timezone.localtime(at or timezone.now(), timezone.get_default_timezone()).date()


def _read(token: str | None) -> Shelf:
    editions: dict[int, list[Edition]] = {}
    policies = list(Policy.objects.all())
    codes = {policy.pk: policy.code for policy in policies}
    rows = PolicyVersion.objects.approved().order_by("policy_id", "-effective_from", "-number")
    for pk, policy_id, number, start, end in rows.values_list(
        "pk", "policy_id", "number", "effective_from", "effective_to"
    ):
        editions.setdefault(policy_id, []).append(Edition(codes[policy_id], pk, number, start, end))
    if not editions:
        return Shelf(token, _shipped_books(), ())
    books = {
        policy.code: Book(
            policy.code, policy.pk, policy.letter, policy.rank, policy.name_zh, policy.name_en,
            policy.default_market, tuple(editions[policy.pk]),
        )
        for policy in sorted(policies, key=lambda policy: policy.rank)
        if policy.pk in editions
    }  # fmt: skip
    bindings = tuple(
        Binding(codes[policy_id], account_id, department_id, start, end)
        for policy_id, account_id, department_id, start, end in PackBinding.objects.values_list(
            "policy_id", "account_id", "department_id", "starts_on", "ends_on"
        )
    )
    return Shelf(token, books, bindings)


def _read_values(version_id: int | None) -> dict[str, Value]:
    rows = Parameter.objects.filter(version_id=version_id)
    return {
        row.name: Value(
            row.name, row.value, row.kind, row.unit, row.merge, tuple(row.levels), row.role, tuple(row.requirements),
            row.clause or None, row.provenance, row.own_number, row.title_zh, row.title_en,
        )
        for row in rows
    }  # fmt: skip


@cache
def shipped() -> dict[str, Any]:
    """packs.json as it is delivered."""
    data: dict[str, Any] = json.loads((DATA / "packs.json").read_text(encoding="utf-8"))
    return data


def _shipped_books() -> dict[str, Book]:
    """Before `setup` has run, the delivered rule books hold as they are."""
    start = date.fromisoformat(shipped()["effective_from"])
    rows = sorted(shipped()["packs"], key=lambda row: row["rank"])
    return {
        row["code"]: Book(
            row["code"], None, row["letter"], row["rank"], row["name_zh"], row["name_en"], row["default_market"],
            (Edition(row["code"], None, 0, start, None),),
        )
        for row in rows
    }  # fmt: skip


def _shipped_values(pack: str) -> dict[str, Value]:
    return {row["name"]: value_of_row(row, pack) for row in shipped()["parameters"]}


def value_of_row(row: dict[str, Any], pack: str) -> Value:
    """One row of packs.json as the value of one pack."""
    values = row["values"]
    return Value(
        row["name"], values[pack] if pack in values else values["all"], row["kind"], row["unit"], row["merge"],
        tuple(row.get("levels", ())), row.get("role", ""), tuple(row["requirements"]), row["clauses"].get(pack),
        row["provenance"], pack in row["own"], row["title_zh"], row["title_en"],
    )  # fmt: skip


def term(code: str) -> str:
    """The word for a code in a list of a rule book ("legality" -> 合法), in the reader's language."""
    row = shipped()["terms"].get(code)
    return code if row is None else str(row["en" if get_language() == "en" else "zh"])
