"""Many messages in little time: rows that the services gave, copied by the database with new keys and other times."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from django.db.models import GeneratedField

# Two copies of one message lie this far apart.
STEP_SECONDS = 61


@dataclass(frozen=True)
class Copied:
    """One table: what tells a copy from its pattern, which column leads to the message, and which times move."""

    model: str
    moved: tuple[str, ...] = ()
    owner: str = ""


COPIED = (
    Copied("interactions.Contact"),
    Copied("interactions.Message", ("posted_at", "due_at")),
    Copied("governance.Deadline", ("started_at", "due_at", "counted_from", "next_rung_at"), owner="object_id"),
    Copied("governance.SearchText", owner="object_id"),
)


def multiply_messages(times: int) -> None:
    """Let there be so many times the messages that there are, with their clocks and their searchable words."""
    with transaction.atomic(), connection.cursor() as cursor:
        spans = {}
        for row in COPIED:
            table = apps.get_model(row.model)._meta.db_table
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
            spans[row.model] = cursor.fetchone()[0]
        for place in range(1, times):
            for row in COPIED:
                cursor.execute(copying(row, place, spans))
            if connection.vendor == "sqlite":
                shift = spans["governance.SearchText"] * place
                words = "governance_searchtext_words"
                cursor.execute(
                    f"INSERT INTO {words} (rowid, words) SELECT rowid + {shift}, words FROM {words} "
                    f"WHERE rowid <= {spans['governance.SearchText']}"
                )
        if connection.vendor == "postgresql":
            for row in COPIED:
                table = apps.get_model(row.model)._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}")


def copying(row: Copied, place: int, spans: dict[str, int]) -> str:
    """The statement that makes the copies number `place` of every first row of a table."""
    meta = apps.get_model(row.model)._meta
    columns = [field.column for field in meta.local_concrete_fields if not isinstance(field, GeneratedField)]
    if row.model == "governance.SearchText" and connection.vendor == "postgresql":
        columns.append("tokens")
    values = {
        "id": f"id + {spans[row.model] * place}",
        "external_id": f"external_id || '-{spans[row.model]}-{place}'",
        "contact_id": f"contact_id + {spans['interactions.Contact'] * place}",
        row.owner: f"{row.owner} + {spans['interactions.Message'] * place}",
        **{column: earlier(column, place) for column in row.moved},
    }
    chosen = ", ".join(values.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    patterns = f"id <= {spans[row.model]}" + (" AND kind = 'message'" if row.owner else "")
    return f"INSERT INTO {meta.db_table} ({names}) SELECT {chosen} FROM {meta.db_table} WHERE {patterns}"


def earlier(column: str, place: int) -> str:
    """A moment moved back by the place of the copy."""
    seconds = STEP_SECONDS * place
    if connection.vendor == "sqlite":
        return f"datetime({column}, '-{seconds} seconds')"
    return f"{column} - interval '{seconds} seconds'"
