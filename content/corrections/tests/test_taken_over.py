"""Whoever takes a correction over as its asker is barred from every yes to it, as who asked first is (R-012)."""

from __future__ import annotations

import pytest

from accounts.public import User
from content.corrections.signatures import why_no_agreement
from content.corrections.tests.conftest import AGREED, ASKED, Wrong
from governance.public import NotAllowed, Refused, grant_role, hand_request_on
from tests.qualifying import qualify


@pytest.fixture
def other(wrong: Wrong) -> User:
    """A second final reviewer."""
    person = User.objects.create_user("other")
    grant_role(person, "final_reviewer", accounts=[wrong.house.account], actor=None)
    qualify(person, by=wrong.house.manager)
    return User.objects.get(pk=person.pk)


def test_who_took_it_over_gives_no_later_yes(wrong: Wrong, other: User) -> None:
    house, row = wrong.house, wrong.ask(wrong.house.author)
    assert row.request is not None
    hand_request_on(row.request, house.final_reviewer, actor=None, at=ASKED)
    wrong.decide(row, house.first_reviewer)
    assert (row.request.asked_by, row.request.asked_before_by) == (house.final_reviewer, [house.author.pk])
    assert [found.person for found in row.request.deciders.all()] == [other]
    with pytest.raises(NotAllowed):
        wrong.decide(row, house.final_reviewer)
    assert wrong.decide(row, other).status == "agreed"


def test_nor_does_who_had_it_in_between(wrong: Wrong, other: User) -> None:
    house, row = wrong.house, wrong.ask(wrong.house.author)
    assert row.request is not None
    for person in (house.final_reviewer, house.publisher):
        hand_request_on(row.request, person, actor=None, at=ASKED)
    wrong.decide(row, house.first_reviewer)
    assert [found.person for found in row.request.deciders.all()] == [other]
    for person in (house.author, house.final_reviewer, house.publisher):
        assert why_no_agreement(row, row.request, person, AGREED) is not None
    assert why_no_agreement(row, row.request, other, AGREED) is None


def test_nobody_who_said_yes_takes_it_over_as_its_asker(wrong: Wrong, other: User) -> None:
    house, row = wrong.house, wrong.ask(wrong.house.author)
    wrong.decide(row, house.first_reviewer)
    assert row.request is not None
    with pytest.raises(Refused):
        hand_request_on(row.request, house.first_reviewer, actor=None, at=AGREED)
    assert hand_request_on(row.request, house.publisher, actor=None, at=AGREED).asked_by == house.publisher
