"""A no ends a correction, so it comes from somebody who could have said yes (R-031, R-038)."""

from __future__ import annotations

import pytest

from accounts.public import User
from content.corrections.models import Correction
from content.corrections.tests.conftest import Wrong
from content.corrections.tests.test_signatures import HEALTH, health  # noqa: F401 - a fixture
from governance.public import NotAllowed, grant_role
from tests.qualifying import qualify


def given(wrong: Wrong, person: User, role: str) -> User:
    """With the raw right of that role too."""
    grant_role(person, role, accounts=[wrong.house.account], actor=None)
    qualify(person, by=wrong.house.manager)
    return User.objects.get(pk=person.pk)


def refused_nothing(wrong: Wrong, row: Correction, by: User) -> bool:
    """Though they are asked to decide, their no is none."""
    assert row.request is not None
    assert row.request.deciders.filter(person=by).exists()
    with pytest.raises(NotAllowed):
        wrong.decide(row, by, agree=False)
    row.refresh_from_db()
    return row.status == "asked" and row.request.decisions.count() == 0


def test_the_author_ends_no_correction_of_their_own_post(wrong: Wrong) -> None:
    author = given(wrong, wrong.house.author, "first_reviewer")
    row = wrong.ask()
    assert refused_nothing(wrong, row, author)
    assert wrong.decide(row, wrong.house.first_reviewer, agree=False).status == "refused"


def test_who_agreed_by_one_right_does_not_refuse_by_another(wrong: Wrong) -> None:
    both = given(wrong, wrong.house.first_reviewer, "final_reviewer")
    row = wrong.decide(wrong.ask(), both)
    assert refused_nothing(wrong, row, both)
    assert wrong.decide(row, wrong.house.final_reviewer, agree=False).status == "refused"


def test_an_adviser_without_accreditation_ends_none(health: Wrong) -> None:  # noqa: F811
    second = given(health, User.objects.create_user("second"), "adviser")
    row = health.decide(health.ask(corrected_text=HEALTH), health.house.first_reviewer)
    assert refused_nothing(health, row, second)
    assert health.decide(row, health.house.adviser, agree=False).status == "refused"
