"""What an entry says in words: its event, and what its payload tells of the change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from governance.access.rules import ROLES_BY_CODE
from governance.kinds.registry import Record, kinds, resolve
from governance.ledger.events import words_for
from governance.ledger.models import LedgerEntry
from governance.ledger.rules import PAYLOAD_WORDS, PEOPLE
from governance.refusals.exceptions import Sentence
from governance.workflow.machine import Machine, machines

SHORT = ("role", "fields", "from", "to", "person", "user", "deputy", "reason")


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that the payload tells: its name and value in words."""

    code: str
    label: Sentence
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the page of the ledger shows it."""

    entry: LedgerEntry
    words: Sentence
    record: Record | None
    details: list[Detail]

    @property
    def short(self) -> list[Detail]:
        """What a list has room for: role, fields, states and people."""
        return [detail for detail in self.details if detail.code in SHORT]


def told(entries: Iterable[LedgerEntry]) -> list[Line]:
    """The entries in words: one statement per kind of record, and one for the people whom payloads name."""
    rows = list(entries)
    records = resolve((entry.kind, entry.object_id) for entry in rows)
    ids = {value for entry in rows for code, value in entry.payload.items() if code in PEOPLE and _is_id(value)}
    people = {pk: str(user) for pk, user in apps.get_model("accounts", "User").objects.in_bulk(ids).items()}
    by_model = {machine.model: machine for machine in machines()}
    return [
        Line(
            entry, words_for(entry.event), records.get((entry.kind, entry.object_id)),
            [
                Detail(code, PAYLOAD_WORDS.get(code, code), _text(entry, code, value, people, by_model))
                for code, value in entry.payload.items()
                if value not in (None, "", [], {})
            ],
        )
        for entry in rows
    ]  # fmt: skip


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(entry: LedgerEntry, code: str, value: Any, people: dict[int, str], by_model: dict[str, Machine]) -> str:
    if code == "role" and value in ROLES_BY_CODE:
        return str(ROLES_BY_CODE[value].label)
    if code in PEOPLE and value in people:
        return people[value]
    if code in ("from", "to"):
        return _state(entry, str(value), by_model)
    if code == "fields" and isinstance(value, list):
        return ", ".join(_field(entry, str(name)) for name in value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _state(entry: LedgerEntry, value: str, by_model: dict[str, Machine]) -> str:
    kind = kinds().get(entry.kind)
    machine = by_model.get(kind.model) if kind else None
    known = {state.value: state.label for state in machine.states} if machine else {}
    return str(known.get(value, value))


def _field(entry: LedgerEntry, name: str) -> str:
    kind = kinds().get(entry.kind)
    if kind is None:
        return name
    try:
        field: Any = kind.model_class()._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return str(getattr(field, "verbose_name", name))
