"""The table of the matrix is whole: every address, every role, every row in one of the files that check them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access import (
    test_matrix_of_analytics,
    test_matrix_of_content,
    test_matrix_of_ground,
    test_matrix_of_interactions,
)
from tests.access.rows import ROLE_CODES
from tests.access.table import ROWS

FLOORS = (test_matrix_of_ground, test_matrix_of_content, test_matrix_of_interactions, test_matrix_of_analytics)


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The full names of all addresses; Django admin and allauth stand under rules of their own."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        elif entry.app_name != "admin" and str(entry.pattern) != "auth/":
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def test_every_address_stands_in_the_table_and_the_table_names_no_other() -> None:
    assert set(addresses(get_resolver())) == {row.name for row in ROWS}


def test_every_role_stands_in_the_table() -> None:
    from governance.public import ROLES

    assert set(ROLE_CODES) == {*(role.code for role in ROLES), "stranger"}


def test_every_row_is_checked_by_one_file() -> None:
    assert [row for floor in FLOORS for row in floor.ROWS] == list(ROWS)
