"""The access matrix over the addresses of content; a file a floor, so that two processes share the work."""

from __future__ import annotations

import pytest

from tests.access.matrix import check_form_from_elsewhere, check_row
from tests.access.rows import Row
from tests.access.table_of_content import CONTENT
from tests.access.tables import fingerprints
from tests.access.world import World

pytestmark = pytest.mark.django_db
ROWS = CONTENT


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
def test_row(row: Row, world: World) -> None:
    check_row(row, world)


@pytest.mark.parametrize("row", [row for row in ROWS if row.post is not None], ids=lambda row: row.title)
def test_a_form_from_elsewhere_is_refused(row: Row, world: World) -> None:
    check_form_from_elsewhere(row, world)


def test_after_all_refusals_every_table_holds_what_it_held(world: World) -> None:
    """Column by column; what people who were let in changed was undone at once."""
    assert {name for name, print_ in fingerprints().items() if world.prints[name] != print_} == set()
