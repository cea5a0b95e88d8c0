"""Whoever agreed to an urgent reason, first or second, neither writes in its draft nor takes it over (R-019)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.public import Handing, Holding, User
from content.conftest import NOW, House
from content.drafts.models import Draft
from content.drafts.services import edit_draft
from content.drafts.urgency import URGENT, approve_urgency, ask_urgency
from content.leaving import DRAFTS
from governance.public import ApprovalRequest, NotAllowed, WrongState, decide_approval, grant_role


@pytest.fixture
def draft(house: House) -> Draft:
    """An urgent draft to which nobody agreed yet; those who may agree may write as well."""
    for person in (house.manager, house.department_head):
        grant_role(person, "author", accounts=[house.account], actor=None)
    found = house.draft(urgent_reason="停电", plan_item=None)
    ask_urgency(found, actor=house.author, at=NOW)
    return found


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def hand_to(house: House, draft: Draft, taker: User) -> None:
    holding = Holding("draft", draft.pk, draft.title, draft.account_id)
    DRAFTS.hand_over(Handing(house.author, holding, again(taker), None, NOW))


def test_the_first_yes_bars_from_taking_the_draft_over(house: House, draft: Draft) -> None:
    approve_urgency(draft, actor=again(house.manager), note="可以", at=NOW)
    holding = Holding("draft", draft.pk, draft.title, draft.account_id)
    assert house.manager.pk not in (DRAFTS.takers(holding) or ())
    with pytest.raises(WrongState):
        hand_to(house, draft, house.manager)
    draft.refresh_from_db()
    assert draft.author == house.author
    hand_to(house, draft, house.department_head)
    draft.refresh_from_db()
    assert draft.author == house.department_head


def test_either_yes_bars_from_writing_in_the_draft(house: House, draft: Draft, client: Client) -> None:
    for person in (house.manager, house.department_head):
        approve_urgency(draft, actor=again(person), note="可以", at=NOW)
        with pytest.raises(NotAllowed):
            edit_draft(draft, actor=again(person), body="我来改。", at=NOW)
        client.force_login(again(person))
        assert client.get(reverse("content:draft_edit", args=[draft.pk])).status_code == 403
    draft.refresh_from_db()
    assert draft.editors == [house.author.pk]
    assert edit_draft(draft, actor=house.author, body="作者来改。", at=NOW).body == "作者来改。"


def test_a_first_yes_of_whoever_writes_by_now_opens_no_path_and_its_author_asks_anew(
    house: House, draft: Draft
) -> None:
    approve_urgency(draft, actor=again(house.manager), note="可以", at=NOW)
    Draft.objects.filter(pk=draft.pk).update(editors=[house.author.pk, house.manager.pk])
    request = ApprovalRequest.objects.get(kind=URGENT)
    with pytest.raises(NotAllowed):
        decide_approval(request, actor=again(house.department_head), agree=True, note="可以", at=NOW)
    draft.refresh_from_db()
    assert draft.urgent_approved_by is None
    anew = ask_urgency(draft, actor=house.author, at=NOW)
    request.refresh_from_db()
    assert (request.status, anew.status, anew.pk != request.pk) == ("lapsed", "waiting", True)


def test_who_agreed_to_what_lapsed_may_write_again(house: House, draft: Draft) -> None:
    approve_urgency(draft, actor=again(house.manager), note="可以", at=NOW)
    edit_draft(draft, actor=house.author, urgent_reason="另一件事", at=NOW)
    ask_urgency(draft, actor=house.author, at=NOW)
    assert edit_draft(draft, actor=again(house.manager), body="我来改。", at=NOW).wrote(house.manager.pk)
