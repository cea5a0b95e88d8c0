"""What a kind of record asks of whoever fills it in, as rows: one field row for requests, duties and others. Pure.

A kind names its particulars; reading.py turns values into what is kept (JSON), forms.py draws them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence

TEXT, LINES, NUMBER, AMOUNT, DATE, MOMENT, YES, CHOICE, PERSON, CHECK = (
    "text", "lines", "number", "amount", "date", "moment", "yes", "choice", "person", "check",
)  # fmt: skip
TYPES = frozenset({TEXT, LINES, NUMBER, AMOUNT, DATE, MOMENT, YES, CHOICE, PERSON, CHECK})

# What a check of one item may find.
GOOD, FAULTY, NOT_APPLICABLE = "good", "faulty", "not_applicable"
CHECKED: tuple[tuple[str, Sentence], ...] = (
    (GOOD, _("As it should be")),
    (FAULTY, _("Not in order")),
    (NOT_APPLICABLE, _("Does not apply")),
)


@dataclass(frozen=True, slots=True)
class Particular:
    """One thing that is asked. `limit` is in characters; an optional check is one that may be left out.

    `named` puts a kept code into words where its names are rows of a table, which choices cannot be.
    """

    name: str
    label: Sentence
    type: str = TEXT
    required: bool = True
    help: Sentence = ""
    choices: tuple[tuple[str, Sentence], ...] = ()
    limit: int = 500
    named: Callable[[str], str] | None = None


def check_particulars(code: str, rows: Collection[Particular], reserved: Collection[str]) -> None:
    """Raise ValueError where a kind of that code asks twice under one name, under a reserved one, or by no type."""
    names = [row.name for row in rows]
    if len(set(names)) < len(names) or set(reserved).intersection(names):
        raise ValueError(f"{code}: a field has the name of another one")
    if {row.type for row in rows} - TYPES:
        raise ValueError(f"{code}: unknown type of a field")


def faults_in(rows: Iterable[Particular], payload: Mapping[str, Any]) -> list[Particular]:
    """The checks that found something not in order."""
    return [row for row in rows if row.type == CHECK and payload.get(row.name) == FAULTY]
