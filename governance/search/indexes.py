"""What each database needs besides the table: PostgreSQL a column of tokens, SQLite a full-text table."""

from __future__ import annotations

from typing import Any

POSTGRESQL = (
    "ALTER TABLE governance_searchtext ADD COLUMN tokens text[] NOT NULL DEFAULT '{}'",
    "CREATE INDEX search_text_tokens ON governance_searchtext USING gin (tokens)",
)
SQLITE = ("CREATE VIRTUAL TABLE governance_searchtext_words USING fts5(words, tokenize = 'unicode61')",)
BACK = {
    "postgresql": ("ALTER TABLE governance_searchtext DROP COLUMN tokens",),
    "sqlite": ("DROP TABLE governance_searchtext_words",),
}


def install(apps: Any, schema_editor: Any) -> None:
    """Add the index of this database."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take it away."""
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
