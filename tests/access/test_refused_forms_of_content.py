"""Whoever may send a form of content and sends it empty is refused with 422, or led on; never told 200."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from tests.access.matrix import send
from tests.access.rows import Row
from tests.access.table_of_content import CONTENT
from tests.access.world import World

pytestmark = pytest.mark.django_db
# The answer is what was asked for: a new address, a file, what the linter says of an empty text.
ANSWERS = ("content:calendar_feed", "content:draft_evidence", "content:draft_evidence_paper", "content:lint")


@pytest.mark.parametrize(
    "row", [row for row in CONTENT if row.post and row.name not in ANSWERS], ids=lambda row: row.title
)
def test_an_empty_form_is_never_answered_as_if_it_were_fine(row: Row, world: World) -> None:
    address = reverse(row.name, args=world.home[row.args] if row.args else ())
    answers = {
        send(world, role, "POST", address, replace(row, data={})).status_code for role in sorted(row.post or ())
    }
    assert 200 not in answers
