"""The words of a rejection outlive the next round, and what is missing is said before a password is asked."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from content.conftest import HOUR, NOW, House
from content.drafts.models import Draft
from content.drafts.services import edit_draft
from content.review.rounds import rounds_of
from content.review.submission import submit_draft
from content.review.tests.test_review_pages import login, signing


def sent_back(house: House) -> Draft:
    draft = house.submitted()
    problems = [{"text": "第二句没有出处", "criterion": "truth"}]
    return house.sign(draft, "first", house.first_reviewer, "changes", note="请尽快修改", problems=problems)


def test_problems_and_note_stay_on_every_page_of_the_next_round(house: House, client: Client) -> None:
    draft = sent_back(house)
    assert [row.problems_open for row in rounds_of(draft)] == [True]
    edit_draft(draft, actor=house.author, body="第二句有了出处。", at=NOW + HOUR)
    draft = submit_draft(draft, actor=house.author, at=NOW + HOUR)
    (first,) = rounds_of(draft)
    assert (first.number, first.problems_open, first.answered_in) == (1, False, 2)
    for person in (house.first_reviewer, house.author):
        client.force_login(person)
        for name in ("draft_detail", "review_page", "draft_history"):
            page = client.get(reverse(f"content:{name}", args=[draft.pk])).content.decode()
            assert "第二句没有出处" in page, name
            assert "请尽快修改" in page, name


def test_marks_that_are_missing_are_said_before_the_password_is_asked(house: House, client: Client) -> None:
    draft = house.submitted()
    slot = house.slot(draft, "first")
    login(client, house.first_reviewer)
    address = reverse("content:review_decide", args=[slot.pk])
    unmarked = {**signing(slot), f"mark_{slot.criteria[0]}": ""}
    answer = client.post(address, unmarked)
    assert answer.status_code == 422
    assert answer.context["form"].errors[f"mark_{slot.criteria[0]}"]
    assert client.post(address, signing(slot, "changes")).status_code == 422
    assert client.post(address, signing(slot)).status_code == 302


def test_a_claim_that_was_added_is_shown_to_who_decided_before(house: House, client: Client) -> None:
    draft = sent_back(house)
    edit_draft(draft, actor=house.author, claims=[{"text": "销量第三", "source": "年报"}], at=NOW + HOUR)
    draft = submit_draft(draft, actor=house.author, at=NOW + HOUR)
    client.force_login(house.first_reviewer)
    page = client.get(reverse("content:review_page", args=[draft.pk])).content.decode()
    assert "<ins><bdi>销量第三 — 年报</bdi></ins>" in page
