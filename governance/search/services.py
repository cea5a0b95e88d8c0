"""Putting text into the index, taking it out, and finding it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection, transaction

from governance.search.models import SearchText
from governance.search.rules import IS_CJK, LIMIT, normal, pattern, phrase, sequence, terms, token_set

# (kind, object_id, account_id, text)
Row = tuple[str, int, int | None, str]
TABLE = "governance_searchtext"
BATCH = 2_000


def index_text(kind: str, object_id: int, account_id: int | None, text: str) -> None:
    """Make one record findable by `text`; the text before is replaced."""
    index_texts([(kind, object_id, account_id, text)])


@transaction.atomic
def index_texts(rows: Iterable[Row]) -> int:
    """Make many records findable in a few statements; returns how many."""
    texts = [(kind, object_id, account_id, normal(text)) for kind, object_id, account_id, text in rows]
    write = _write_postgresql if connection.vendor == "postgresql" else _write_sqlite
    for start in range(0, len(texts), BATCH):
        write(texts[start : start + BATCH])
    return len(texts)


def _write_postgresql(texts: list[Row]) -> None:
    """One statement: the text and its tokens."""
    # A record that comes twice ends with its last text; ON CONFLICT may touch a row once only.
    last = {(kind, object_id): (account_id, text) for kind, object_id, account_id, text in texts}
    columns = (
        [kind for kind, _id in last],
        [object_id for _kind, object_id in last],
        [account_id for account_id, _text in last.values()],
        [text for _account, text in last.values()],
        [" ".join(token_set(text)) for _account, text in last.values()],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {TABLE} (kind, object_id, account_id, text, tokens)
            SELECT kind, object_id, account_id, text, string_to_array(tokens, ' ')
            FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[])
                AS given (kind, object_id, account_id, text, tokens)
            ON CONFLICT (kind, object_id) DO UPDATE
            SET account_id = excluded.account_id, text = excluded.text, tokens = excluded.tokens""",  # noqa: S608
            columns,
        )


def _write_sqlite(texts: list[Row]) -> None:
    """The texts, then the words of each in the full-text table under the id of its row."""
    by_kind: dict[str, list[int]] = {}
    for kind, object_id, _account, _text in texts:
        by_kind.setdefault(kind, []).append(object_id)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"""INSERT INTO {TABLE} (kind, object_id, account_id, text) VALUES (%s, %s, %s, %s)
            ON CONFLICT (kind, object_id) DO UPDATE SET account_id = excluded.account_id, text = excluded.text""",  # noqa: S608
            texts,
        )
        for kind, ids in by_kind.items():
            cursor.execute(
                f"""SELECT id, text FROM {TABLE}
                WHERE kind = %s AND object_id IN (SELECT value FROM json_each(%s))""",  # noqa: S608
                [kind, json.dumps(ids)],
            )
            cursor.executemany(
                f"INSERT OR REPLACE INTO {TABLE}_words (rowid, words) VALUES (%s, %s)",  # noqa: S608
                [(pk, " ".join(sequence(text))) for pk, text in cursor.fetchall()],
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
