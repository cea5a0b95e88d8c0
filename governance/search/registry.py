"""What can be searched: each floor registers its kinds in `<app>/kinds.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps

from governance.access.rules import VIEW_ACCOUNT
from governance.access.services import accounts_for
from governance.kinds.registry import kinds, resolve
from governance.refusals.exceptions import Sentence
from governance.search.services import search


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; account and day tell it from others of the same title."""

    title: str
    url: str
    note: Sentence = ""
    account: Any = None
    at: date | None = None


Searcher = Callable[[Any, str, int], list[Hit]]
_searchers: dict[str, Searcher] = {}


def register_searcher(kind: str, find: Searcher | None = None, *, permission: str = VIEW_ACCOUNT) -> None:
    """Make a kind searchable: by `find(user, query, limit)`, or by the index within the accounts one may see."""
    _searchers[kind] = find or indexed(kind, permission)


def indexed(kind: str, permission: str) -> Searcher:
    """A searcher over the index, for the accounts on which the person holds `permission`."""

    def find(user: Any, query: str, limit: int) -> list[Hit]:
        refs = search(kind, query, accounts_for(user, permission), limit)
        found = resolve(refs)
        rows = [found[ref] for ref in refs if ref in found]
        accounts = apps.get_model("accounts", "PlatformAccount").objects.in_bulk(
            {row.account_id for row in rows if row.account_id}
        )
        return [Hit(row.title, row.url or "", "", accounts.get(row.account_id), row.at) for row in rows]

    return find


def search_everything(user: Any, query: str, limit: int) -> list[tuple[str, Sentence, list[Hit]]]:
    """Hits by kind, kinds in their registered order: (code, label, hits)."""
    known = kinds()
    found = ((kind, find(user, query, limit)) for kind, find in _searchers.items())
    return [(kind, known[kind].label if kind in known else kind, hits) for kind, hits in found if hits]
