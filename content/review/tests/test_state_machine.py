"""Roles, edits, deputies, rule books, comments in any order: only what was signed whole is published (R-030).

25 runs with every suite; REVIEW_RUNS=300 makes the full number, of 30 steps each. What the runs would find is shown by
`test_mutants.py`.
"""

from __future__ import annotations

import pytest

from content.conftest import House
from content.review.tests.machine import reached, run
from content.review.tests.signers import people_of

pytestmark = pytest.mark.django_db


@pytest.mark.timeout(3600)
def test_whatever_happens_nothing_is_published_but_what_different_people_signed_whole(house: House) -> None:
    people_of(house)
    reached.update(dict.fromkeys(reached, 0))
    run(house)
    assert all(reached.values()), f"the runs must get so far, or they prove nothing: {reached}"
