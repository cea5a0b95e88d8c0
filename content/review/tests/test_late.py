"""What takes the urgent path keeps its whole review, two people agree, another reviews it later (R-019)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.public import User
from content.conftest import HOUR, NOW, PREFLIGHT, House
from content.drafts.models import Draft
from content.drafts.services import edit_draft
from content.drafts.urgency import approve_urgency, ask_urgency
from content.plans.models import PlanItem
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.services import tick_preflight
from content.review.late import make_late_review, open_late_reviews
from content.review.models import LateReview
from content.review.submission import submit_draft
from content.review.tests.test_probes import broken, numbers
from governance.public import ApprovalRequest, Deadline, NotAllowed, NoteRequired, Refused, WrongState, grant_role
from tests.qualifying import qualify

pytestmark = pytest.mark.django_db
LATER = NOW + 4 * HOUR


def agreed(house: House, **content: Any) -> Draft:
    """A draft whose urgent reason two people agreed to, signed whole."""
    draft = house.draft(**{"plan_item": None, "urgent_reason": "停电公告", **content})
    ask_urgency(draft, actor=house.author, at=NOW)
    for person in (house.manager, house.department_head):
        approve_urgency(draft, actor=person, note="可以", at=NOW)
    draft = submit_draft(Draft.objects.get(pk=draft.pk), actor=house.author, at=NOW)
    house.sign(draft, "first", house.first_reviewer)
    return house.sign(draft, "final", house.final_reviewer)


@pytest.fixture
def urgent(house: House) -> Publication:
    draft = agreed(house)
    moment = NOW + 3 * HOUR
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=moment)
    return record_publication(
        draft,
        house.account,
        actor=house.publisher,
        url="https://douyin.com/u",
        at=moment,
        published_text=draft.body,
    )


@pytest.fixture
def other(house: House) -> User:
    person = User.objects.create_user("other")
    grant_role(person, "final_reviewer", accounts=[house.account], actor=None)
    qualify(person, by=house.manager)
    return User.objects.get(pk=person.pk)


def test_it_is_opened_once_and_made_by_somebody_new(house: House, urgent: Publication, other: User) -> None:
    later = NOW + 4 * HOUR
    assert (open_late_reviews(later), open_late_reviews(later)) == (1, 0)
    review = LateReview.objects.get()
    marks = dict.fromkeys(review.criteria, "pass")
    assert "brand_image" in marks
    assert "truth" in marks
    for nobody in (house.author, house.first_reviewer, house.final_reviewer, house.stranger, house.manager):
        with pytest.raises(NotAllowed):
            make_late_review(review, actor=nobody, marks=marks, conclusion="stands", at=later)
    with pytest.raises(Refused):
        make_late_review(review, actor=other, marks={}, conclusion="stands", at=later)
    with pytest.raises(Refused):
        make_late_review(review, actor=other, marks={**marks, "truth": "fail"}, conclusion="stands", at=later)
    with pytest.raises(NoteRequired):
        make_late_review(review, actor=other, marks=marks, conclusion="correct", at=later)
    made = make_late_review(review, actor=other, marks=marks, conclusion="stands", at=later)
    assert made.reviewer == other
    with pytest.raises(WrongState):
        make_late_review(review, actor=other, marks=marks, conclusion="stands", at=later)
    assert Deadline.objects.get(kind="late_review").met_at == later


def test_a_planned_post_needs_none(house: House) -> None:
    house.published()
    assert open_late_reviews(NOW + 4 * HOUR) == 0


def test_a_plan_item_that_is_not_approved_does_not_spare_an_urgent_post_its_review(house: House) -> None:
    item = house.plan()
    PlanItem.objects.filter(pk=item.pk).update(status="draft")
    house.released(agreed(house, plan_item=item))
    assert open_late_reviews(LATER) == 1


def test_between_two_accounts_another_reason_hides_nothing_of_what_is_out(
    house: House, other: User, client: Client
) -> None:
    draft = agreed(house, accounts=[house.weibo], title="停电时的标题")
    house.sign(draft, "legal", house.legal)
    house.released(draft)
    edit_draft(draft, actor=house.author, urgent_reason="", plan_item=house.plan(), title="后来的标题", at=LATER)
    assert open_late_reviews(LATER) == 1
    client.force_login(other)
    page = client.get(LateReview.objects.get().get_absolute_url()).content.decode()
    assert "停电时的标题" in page
    assert "停电公告" in page
    assert "后来的标题" not in page


def test_the_board_counts_an_urgent_post_whose_review_nobody_opened(house: House, urgent: Publication) -> None:
    assert numbers("R-019", "reviewed") == (1, 1)
    open_late_reviews(LATER)
    LateReview.objects.update(reviewed_at=LATER, reviewer=house.legal, conclusion="stands")
    assert numbers("R-019", "reviewed") == (0, 1)


def test_the_board_tells_who_went_alone_and_what_waits(house: House, urgent: Publication, other: User) -> None:
    open_late_reviews(NOW + 4 * HOUR)
    assert numbers("R-019", "two_people") == (0, 1)
    asked = ApprovalRequest.objects.get(kind="urgent_post")
    with broken(ApprovalRequest, asked.pk, target_id=0):
        assert numbers("R-019", "two_people") == (1, 1)
    assert numbers("R-019", "two_people") == (0, 1)
    assert numbers("R-019", "reviewed") == (1, 1)
    review = LateReview.objects.get()
    marks = dict.fromkeys(review.criteria, "pass")
    make_late_review(review, actor=other, marks=marks, conclusion="stands", at=NOW + 5 * HOUR)
    assert numbers("R-019", "reviewed") == (0, 1)
    with broken(LateReview, review.pk, reviewed_at=review.due_at + timedelta(days=1)):
        assert numbers("R-019", "reviewed") == (1, 1)


def test_the_pages(house: House, urgent: Publication, other: User, client: Client) -> None:
    open_late_reviews(NOW + 4 * HOUR)
    review = LateReview.objects.get()
    client.force_login(other)
    assert review.get_absolute_url() in client.get(reverse("content:late_reviews")).content.decode()
    data = {f"mark_{code}": "pass" for code in review.criteria}
    assert client.post(review.get_absolute_url(), {**data, "conclusion": "correct"}).status_code == 422
    assert client.post(review.get_absolute_url(), {**data, "conclusion": "stands"}).status_code == 302
    assert client.get(review.get_absolute_url()).status_code == 200
    client.force_login(house.final_reviewer)
    assert client.post(review.get_absolute_url(), data).status_code == 403
