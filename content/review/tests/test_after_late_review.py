"""What a review after release asks for is done in time, or the board says that it was not (R-019)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.public import User
from content.conftest import House
from content.corrections.tests.conftest import RIGHT, Wrong, shot
from content.publishing.models import Publication
from content.publishing.withdrawing import withdraw_publication
from content.review.late import make_late_review, open_late_reviews
from content.review.models import LateReview
from content.review.tests.test_late import LATER, other, urgent  # noqa: F401 - fixtures
from content.review.tests.test_probes import broken, numbers
from governance.public import Deadline, NotAllowed, grant_role
from tests.agreeing import agreed
from tests.qualifying import qualify


def concluded(person: User, conclusion: str) -> LateReview:
    open_late_reviews(LATER)
    review = LateReview.objects.get()
    marks = dict.fromkeys(review.criteria, "pass")
    return make_late_review(review, actor=person, marks=marks, conclusion=conclusion, note="不准确", at=LATER)


def clock(review: LateReview) -> Deadline | None:
    return Deadline.objects.filter(kind="late_review", object_id=review.pk, purpose="late_follow").first()


def test_what_may_stand_starts_no_clock(urgent: Publication, other: User) -> None:  # noqa: F811
    assert clock(concluded(other, "stands")) is None
    assert numbers("R-019", "reviewed") == (0, 1)


@pytest.mark.parametrize("conclusion", ["correct", "withdraw"])
def test_a_post_that_stands_all_the_same_stays_on_the_board(
    house: House, urgent: Publication, other: User, conclusion: str  # noqa: F811
) -> None:  # fmt: skip
    running = clock(concluded(other, conclusion))
    assert running is not None
    assert (running.state, running.owner) == ("running", house.publisher)
    assert numbers("R-019", "reviewed") == (1, 1)


def test_a_withdrawal_meets_the_clock(house: House, urgent: Publication, other: User) -> None:  # noqa: F811
    review = concluded(other, "withdraw")
    agreed("publication_withdraw", actor=house.publisher, target=urgent, by=house.manager, at=LATER)
    withdraw_publication(urgent, actor=house.publisher, reason="补审要求", proof=shot(), at=LATER)
    met = clock(review)
    assert met is not None
    assert (met.state, met.met_at) == ("met", LATER)
    assert numbers("R-019", "reviewed") == (0, 1)
    with broken(Deadline, met.pk, met_at=met.due_at + timedelta(minutes=1)):
        assert numbers("R-019", "reviewed") == (1, 1)


@pytest.mark.parametrize(("conclusion", "state"), [("correct", "met"), ("withdraw", "running")])
def test_a_correction_meets_the_clock_where_a_correction_was_asked_for(
    house: House, urgent: Publication, other: User, conclusion: str, state: str  # noqa: F811
) -> None:  # fmt: skip
    review = concluded(other, conclusion)
    wrong = Wrong(house, urgent)
    wrong.carry_out(wrong.agreed(), published_text=RIGHT, host_confirmed=True)
    found = clock(review)
    assert found is not None
    assert found.state == state


def test_a_correction_that_was_asked_for_before_the_review_leaves_its_clock_running(
    house: House, urgent: Publication, other: User  # noqa: F811
) -> None:  # fmt: skip
    wrong = Wrong(house, urgent)
    row = wrong.ask(at=LATER - timedelta(minutes=10))
    review = concluded(other, "correct")
    wrong.carry_out(wrong.all_agree(row)[0], published_text=RIGHT, host_confirmed=True)
    found = clock(review)
    assert found is not None
    assert found.state == "running"
    assert numbers("R-019", "reviewed") == (1, 1)


def test_what_was_withdrawn_before_the_review_starts_no_clock(
    house: House, urgent: Publication, other: User  # noqa: F811
) -> None:  # fmt: skip
    agreed("publication_withdraw", actor=house.publisher, target=urgent, by=house.manager, at=LATER)
    withdraw_publication(urgent, actor=house.publisher, reason="事实有误", proof=shot(), at=LATER)
    assert clock(concluded(other, "withdraw")) is None


def test_who_released_it_does_not_review_it(house: House, urgent: Publication) -> None:  # noqa: F811
    grant_role(house.publisher, "final_reviewer", accounts=[house.account], actor=None)
    qualify(house.publisher, by=house.manager)
    with pytest.raises(NotAllowed):
        concluded(User.objects.get(pk=house.publisher.pk), "stands")
