"""Putting text into the index, taking it out, and finding it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection, transaction

from governance.search.models import SearchText
from governance.search.rules import IS_CJK, LIMIT, normal, pattern, phrase, sequence, terms, token_set

# (kind, object_id, account_id, text)
Row = tuple[str, int, int | None, str]
TABLE = "governance_searchtext"


def index_text(kind: str, object_id: int, account_id: int | None, text: str) -> None:
    """Make one record findable by `text`; the text before is replaced."""
    index_texts([(kind, object_id, account_id, text)])


@transaction.atomic
def index_texts(rows: Iterable[Row]) -> int:
    """Make many records findable in a few statements; returns how many."""
    texts = [
        SearchText(kind=kind, object_id=object_id, account_id=account_id, text=normal(text))
        for kind, object_id, account_id, text in rows
    ]
    if not texts:
        return 0
    SearchText.objects.bulk_create(
        texts, batch_size=500, update_conflicts=True, unique_fields=["kind", "object_id"],
        update_fields=["account", "text"],
    )  # fmt: skip
    by_kind: dict[str, list[int]] = {}
    for row in texts:
        by_kind.setdefault(row.kind, []).append(row.object_id)
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), 500):
            stored = SearchText.objects.filter(kind=kind, object_id__in=ids[start : start + 500])
            _write_tokens(list(stored.values_list("pk", "text")))
    return len(texts)


def _write_tokens(rows: list[tuple[int, str]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                f"UPDATE {TABLE} SET tokens = %s WHERE id = %s",  # noqa: S608 - the name is a constant
                [(token_set(text), pk) for pk, text in rows],
            )
        else:
            cursor.executemany(
                f"INSERT OR REPLACE INTO {TABLE}_words (rowid, words) VALUES (%s, %s)",  # noqa: S608
                [(pk, " ".join(sequence(text))) for pk, text in rows],
            )


@transaction.atomic
def forget_texts(kind: str, object_ids: Collection[int]) -> int:
    """Take records out of the index: a person was made anonymous, a message's term ended."""
    texts = SearchText.objects.filter(kind=kind, object_id__in=object_ids)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {TABLE}_words WHERE rowid = %s",  # noqa: S608
                [(pk,) for pk in texts.values_list("pk", flat=True)],
            )
    return texts.delete()[0]


def search(
    kinds: str | Collection[str], query: str, account_ids: Collection[int] | None = None, limit: int = LIMIT
) -> list[tuple[str, int]]:
    """(kind, object_id) of the records last made findable that hold every term of the query, at most `limit`.

    Words stand for themselves, Chinese may begin and end anywhere, "quotes keep words together". With
    `account_ids` only records of those accounts are found; None means that the caller has checked.
    """
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    wanted = terms(query)
    if not wanted or not kinds or (account_ids is not None and not account_ids):
        return []
    condition, values = _condition(wanted)
    parts = [f"s.kind IN ({_places(kinds)})"]
    values = [*values, *kinds]
    if account_ids is not None:
        accounts = sorted(account_ids)
        parts.append(f"s.account_id IN ({_places(accounts)})")
        values += accounts
    where = " AND ".join([condition, *parts])
    # The index hands out its rows newest first by itself, and stops at the limit.
    joined, order = "", "s.id"
    if connection.vendor == "sqlite":
        joined, order = f" JOIN {TABLE}_words w ON w.rowid = s.id", "w.rowid"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.kind, s.object_id FROM {TABLE} s{joined} WHERE {where} "  # noqa: S608 # nosec B608
            f"ORDER BY {order} DESC LIMIT %s",
            [*values, limit],
        )
        return [(kind, object_id) for kind, object_id in cursor.fetchall()]


def search_ids(kind: str, query: str, account_ids: Collection[int] | None = None, limit: int = LIMIT) -> list[int]:
    """Ids of one kind, for `.filter(pk__in=...)`."""
    return [object_id for _kind, object_id in search(kind, query, account_ids, limit)]


def _places(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _condition(wanted: list[list[str]]) -> tuple[str, list[Any]]:
    """The full-text part of the query in the words of this database."""
    if connection.vendor == "sqlite":
        return "w.words MATCH %s", [" AND ".join(_fts(term) for term in wanted)]
    tokens = sorted({token for term in wanted for token in phrase(term)})
    likes = " AND ".join(["s.text LIKE %s"] * len(wanted))
    return f"s.tokens @> %s::text[] AND {likes}", [tokens, *(pattern(term) for term in wanted)]


def _fts(term: list[str]) -> str:
    """A phrase for FTS5; one Chinese character is the beginning of a pair."""
    tokens = phrase(term)
    open_end = "*" if len(tokens[-1]) == 1 and IS_CJK.match(tokens[-1]) else ""
    return f'"{" ".join(tokens)}"{open_end}'
