"""Whoever stood in for a writer cannot sign what that person wrote, superuser or not (R-016, R-031)."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.public import User, ask_leave, come_back
from content.conftest import HOUR, NOW, House
from content.drafts.models import Draft
from content.drafts.services import edit_draft
from content.review.eligibility import BARS, eligible_ids, stood_in_for_a_writer
from content.review.models import ReviewSlot
from content.review.queries import waiting_for
from governance.public import Deputyship, NotAllowed, decide_approval, grant_role, name_deputy

DAY = timedelta(days=1)


def stands_in(deputy: User, person: User, begins: datetime, ends: datetime) -> Deputyship:
    count = Deputyship.objects.count()
    return name_deputy(person, deputy, begins_at=begins, ends_at=ends, kind="user", object_id=count + 1)


def eligible(house: House, draft: Draft, code: str, at: datetime) -> list[int]:
    slots = list(ReviewSlot.objects.filter(version_id=draft.current_version_id))
    return eligible_ids(house.slot(draft, code), draft, slots, at)


def test_the_bar_stands_in_the_table() -> None:
    assert stood_in_for_a_writer in BARS


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(-DAY, DAY), (-DAY, HOUR / 2), (HOUR / 2, DAY), (HOUR / 4, HOUR / 2)],
    ids=["all the time", "at writing", "at signing", "between"],
)
def test_a_deputy_of_the_author_at_any_moment_from_writing_to_signing_cannot_sign(
    house: House, begins: timedelta, ends: timedelta
) -> None:
    draft = house.submitted()
    stands_in(house.first_reviewer, house.author, NOW + begins, NOW + ends)
    with pytest.raises(NotAllowed, match=r"stood in|代理"):
        house.sign(draft, "first", house.first_reviewer)
    assert eligible(house, draft, "first", NOW + HOUR) == []
    draft.refresh_from_db()
    assert draft.status == "first_review"


@pytest.mark.parametrize(("begins", "ends"), [(-2 * DAY, -DAY), (2 * HOUR, DAY)], ids=["before", "later"])
def test_a_deputyship_over_before_writing_or_begun_after_signing_bars_nobody(
    house: House, begins: timedelta, ends: timedelta
) -> None:
    draft = house.submitted()
    stands_in(house.first_reviewer, house.author, NOW + begins, NOW + ends)
    assert eligible(house, draft, "first", NOW + HOUR) == [house.first_reviewer.pk]
    assert house.sign(draft, "first", house.first_reviewer).status == "final_review"


def test_a_deputy_of_somebody_who_only_wrote_in_it_cannot_sign_either(house: House) -> None:
    writer = User.objects.create_user("writer")
    grant_role(writer, "author", accounts=[house.account], actor=None)
    draft = house.draft()
    edit_draft(draft, actor=User.objects.get(pk=writer.pk), body="我们的新品今天与大家见面。", at=NOW)
    stands_in(house.final_reviewer, writer, NOW, NOW + DAY)
    from content.review.submission import submit_draft

    draft = submit_draft(Draft.objects.get(pk=draft.pk), actor=house.author, at=NOW)
    house.sign(draft, "first", house.first_reviewer)
    with pytest.raises(NotAllowed, match=r"stood in|代理"):
        house.sign(draft, "final", house.final_reviewer)
    assert house.final_reviewer.pk not in eligible(house, draft, "final", NOW + HOUR)


def test_a_superuser_who_is_the_authors_deputy_obeys_too(house: House) -> None:
    root = User.objects.create_superuser("root")
    stands_in(root, house.author, NOW, NOW + DAY)
    with pytest.raises(NotAllowed):
        house.sign(house.submitted(), "first", root)


def test_a_reviewer_on_leave_is_not_eligible_and_the_deputy_gains_no_right(house: House) -> None:
    draft = house.submitted()
    stands_in(house.stranger, house.first_reviewer, NOW, NOW + DAY)
    assert eligible(house, draft, "first", NOW + HOUR) == []
    with pytest.raises(NotAllowed):
        house.sign(draft, "first", house.stranger)


def test_it_does_not_wait_for_the_deputy_of_its_author(house: House) -> None:
    house.submitted()
    assert waiting_for(house.first_reviewer).count() == 1
    stands_in(house.first_reviewer, house.author, NOW, NOW + 9 * DAY)
    Draft.objects.update(created_at=NOW)
    assert waiting_for(house.first_reviewer).count() == 0


def test_leave_that_was_approved_bars_and_leave_that_was_only_asked_for_does_not(house: House) -> None:
    boss = User.objects.create_user("boss")
    User.objects.filter(pk=house.author.pk).update(superior=boss)
    author = User.objects.get(pk=house.author.pk)
    day = (NOW + 5 * DAY).date()
    leave = ask_leave(
        actor=author, first_day=day, last_day=day + DAY, deputy=house.first_reviewer, reason="年假", at=NOW
    )
    during = NOW + 6 * DAY
    assert house.sign(house.submitted(window_end=NOW + 9 * DAY), "first", house.first_reviewer, at=during)
    assert leave.request is not None
    decide_approval(leave.request, actor=boss, agree=True, at=NOW)
    waiting = house.submitted(window_end=NOW + 9 * DAY)
    with pytest.raises(NotAllowed):
        house.sign(waiting, "first", house.first_reviewer, at=during)
    leave.refresh_from_db()
    come_back(leave, actor=author, at=NOW + 6 * DAY)
    with pytest.raises(NotAllowed):
        house.sign(waiting, "first", house.first_reviewer, at=NOW + 7 * DAY)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_of_deputy_author_and_superuser_sign_nothing(house: House) -> None:
    draft = house.submitted()
    root = User.objects.create_superuser("root")
    stands_in(house.first_reviewer, house.author, NOW, NOW + DAY)
    stands_in(root, house.author, NOW, NOW + DAY)
    barrier, refused = threading.Barrier(21), []

    def press(person: User) -> None:
        try:
            barrier.wait()
            house.sign(draft, "first", person)
        except NotAllowed as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    people = [house.author, house.first_reviewer, root] * 7
    threads = [threading.Thread(target=press, args=(User.objects.get(pk=person.pk),)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(refused) == 21
    assert not ReviewSlot.objects.exclude(signer=None).exists()
