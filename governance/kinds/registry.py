"""Names the kinds of records that ground tables point at, and resolves them in batches.

Ground tables (ledger, deadlines, notices) hold `kind` and `object_id`; each floor registers its kinds in
`<app>/kinds.py`, so that no ground table needs a foreign key upwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from governance.refusals.exceptions import Sentence


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: code, model, label, page, the field that dates it, and the tables that its title needs."""

    code: str
    model: str
    label: Sentence
    url: str | None = None
    url_field: str = "pk"
    dated_by: str = ""
    joined: tuple[str, ...] = ()

    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)


@dataclass(frozen=True, slots=True)
class Record:
    """A resolved record: what a list shows of it."""

    kind: str
    object_id: int
    label: Sentence
    title: str
    url: str | None
    account_id: int | None
    at: date | None = None


_kinds: dict[str, Kind] = {}
_codes: dict[str, str] = {}  # by model, the kind registered first


def register_kind(
    code: str,
    *,
    model: str,
    label: Sentence,
    url: str | None = None,
    url_field: str = "pk",
    dated_by: str = "",
    joined: tuple[str, ...] = (),
) -> None:
    """Make a kind known. A second row for the same code that says anything else raises ValueError."""
    row = Kind(code, model, label, url, url_field, dated_by, joined)
    known = _kinds.setdefault(code, row)
    if known != row:
        raise ValueError(f"kind {code} is registered otherwise already: {known.model}, {known.url or 'no page'}")
    _codes.setdefault(model, code)


def kind(code: str) -> Kind:
    """The kind of that code; KeyError if nobody registered it."""
    return _kinds[code]


def kinds() -> dict[str, Kind]:
    """All kinds by code."""
    return dict(_kinds)


def kind_of(obj: Model) -> str:
    """The code under which the model of `obj` is registered."""
    return _codes[obj._meta.label]


def resolve(refs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Record]:
    """Records for (kind, id) pairs, one query per kind; what is gone or unknown is left out."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for code, object_id in refs:
        if code in _kinds:
            wanted[code].add(object_id)
    found: dict[tuple[str, int], Record] = {}
    for code, ids in wanted.items():
        entry = _kinds[code]
        for obj in entry.model_class()._default_manager.select_related(*entry.joined or (None,)).filter(pk__in=ids):
            url = reverse(entry.url, args=[getattr(obj, entry.url_field)]) if entry.url else None
            account_id, at = (
                getattr(obj, "account_id", None),
                getattr(obj, entry.dated_by, None) if entry.dated_by else None,
            )
            found[code, obj.pk] = Record(code, obj.pk, entry.label, str(obj), url, account_id, at)
    return found
