"""A unit that confirms its facts has a working day; a reviewer's leave hands the clock on and back (R-037, R-016)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.public import User, ask_leave
from content.conftest import HOUR, NOW, House, sweep
from content.drafts.models import Draft
from content.drafts.services import discard_draft, edit_draft
from content.review.pages import review_page
from content.review.submission import take_back
from governance.public import Deadline, bind_pack, decide_approval, grant_role

DAY = timedelta(days=1)


def asked(house: House) -> Draft:
    bind_pack("self_media", account=house.account, actor=None, at=NOW - 90 * DAY)
    return house.submitted(units=["rnd"])


def clock_of_unit(house: House, draft: Draft) -> Deadline:
    return Deadline.objects.get(kind="signature", object_id=house.slot(draft, "unit:rnd").pk)


def test_a_named_unit_has_one_working_day_and_its_word_stops_the_clock(house: House) -> None:
    draft = asked(house)
    clock = clock_of_unit(house, draft)
    assert (clock.purpose, clock.owner, clock.state) == ("review_unit", house.department_head, "running")
    assert clock.due_at == NOW + DAY
    house.sign(draft, "first", house.first_reviewer)
    assert clock_of_unit(house, draft).state == "running"
    house.sign(draft, "unit:rnd", house.department_head, at=NOW + 2 * HOUR)
    clock.refresh_from_db()
    assert (clock.state, clock.met_at) == ("met", NOW + 2 * HOUR)


@pytest.mark.parametrize("how", ["edited", "taken back", "sent back"])
def test_whatever_voids_the_signatures_ends_the_clock_of_the_unit(house: House, how: str) -> None:
    draft = asked(house)
    clock = clock_of_unit(house, draft)
    if how == "edited":
        edit_draft(draft, actor=house.author, body="我们的新品今天上市。", at=NOW + HOUR)
    elif how == "taken back":
        take_back(draft, actor=house.author, at=NOW + HOUR)
    else:
        house.sign(draft, "first", house.first_reviewer, "changes", problems=[{"text": "错字"}])
    clock.refresh_from_db()
    assert clock.state == "cancelled"


def test_the_page_of_the_review_shows_the_clock_of_the_unit(house: House) -> None:
    shown = review_page(asked(house), house.department_head)["deadlines"]
    assert {clock.purpose for clock in shown} == {"review_first", "review_unit"}


def test_a_discarded_draft_leaves_no_clock_behind(house: House) -> None:
    draft = house.submitted()
    house.sign(draft, "first", house.first_reviewer, "changes", problems=[{"text": "错字"}])
    discard_draft(Draft.objects.get(pk=draft.pk), actor=house.author, note="不再需要", at=NOW + 2 * HOUR)
    assert not Deadline.objects.filter(kind="draft", object_id=draft.pk).open().exists()


def test_the_leave_of_a_reviewer_hands_the_clock_to_the_deputy_and_back(house: House) -> None:
    boss, other = User.objects.create_user("boss"), User.objects.create_user("other")
    grant_role(other, "first_reviewer", accounts=[house.account], actor=None)
    User.objects.filter(pk=house.first_reviewer.pk).update(superior=boss)
    draft = house.submitted(window_end=NOW + 20 * DAY)
    reviewer, other = (User.objects.get(pk=person.pk) for person in (house.first_reviewer, other))
    first = (NOW + 5 * DAY).date()
    leave = ask_leave(actor=reviewer, first_day=first, last_day=first + DAY, deputy=other, reason="年假", at=NOW)
    assert leave.request is not None
    decide_approval(leave.request, actor=boss, agree=True, at=NOW)
    clock = Deadline.objects.get(kind="draft", object_id=draft.pk, purpose="review_first")
    assert clock.owner == reviewer
    due = clock.due_at
    sweep(NOW + 6 * DAY)
    clock.refresh_from_db()
    assert (clock.owner, clock.due_at) == (other, due)
    sweep(NOW + 8 * DAY)
    clock.refresh_from_db()
    assert (clock.owner, clock.state) == (reviewer, "running")
