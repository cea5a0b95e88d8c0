"""When an author leaves, drafts that are not out and plan items go to somebody who may write and has not signed."""

from __future__ import annotations

import pytest

from accounts.public import Handing, Holding, PlatformAccount, User, leave_company
from content.conftest import NOW, House
from content.leaving import DRAFTS
from governance.public import LedgerEntry, Refused, WrongState, can, grant_role, revoke_role


@pytest.fixture
def colleague(house: House) -> User:
    """Another author of the same accounts."""
    user = User.objects.create_user("colleague")
    grant_role(user, "author", accounts=[house.account, house.weibo], actor=None)
    return user


def test_open_drafts_and_plan_items_have_another_author(house: House, colleague: User) -> None:
    written, waiting, out = house.draft(), house.submitted(), house.published()
    leave_company(house.author, actor=None)
    for draft in (written, waiting):
        draft.refresh_from_db()
        assert draft.author == colleague
        assert draft.wrote(house.author.pk)
        assert draft.plan_item is not None
        assert draft.plan_item.script_owner == colleague
    out.draft.refresh_from_db()
    assert out.draft.author == house.author
    assert LedgerEntry.objects.filter(event="draft.handed_on").count() == 2


def test_whoever_has_signed_a_draft_does_not_become_its_author(house: House, colleague: User) -> None:
    draft = house.submitted()
    house.sign(draft, "first", house.first_reviewer)
    grant_role(house.first_reviewer, "author", accounts=[house.account], actor=None)
    with pytest.raises(Refused):
        leave_company(house.author, actor=None, choices={f"draft-{draft.pk}": house.first_reviewer.pk})
    leave_company(house.author, actor=None)
    draft.refresh_from_db()
    assert (draft.author, draft.status) == (colleague, "final_review")
    house.sign(draft, "final", house.final_reviewer)
    draft.refresh_from_db()
    assert draft.status == "approved"


def test_the_only_author_of_an_open_draft_does_not_leave(house: House) -> None:
    house.draft()
    with pytest.raises(Refused):
        leave_company(house.author, actor=None)
    assert can(User.objects.get(pk=house.author.pk), "accounts.draft", house.account)


def test_who_signed_between_the_choice_and_the_handing_on_stays_a_signer(house: House, colleague: User) -> None:
    draft = house.submitted()
    holding = Holding("draft", draft.pk, draft.title, draft.account_id)
    grant_role(house.first_reviewer, "author", accounts=[house.account], actor=None)
    chosen = User.objects.get(pk=house.first_reviewer.pk)
    assert chosen.pk in (DRAFTS.takers(holding) or ())
    house.sign(draft, "first", house.first_reviewer)
    with pytest.raises(WrongState):
        DRAFTS.hand_over(Handing(house.author, holding, chosen, None, NOW))
    DRAFTS.hand_over(Handing(house.author, holding, colleague, None, NOW))
    draft.refresh_from_db()
    assert draft.author == colleague


def test_a_closed_account_of_an_approved_draft_keeps_nobody_from_taking_it_over(house: House, colleague: User) -> None:
    draft = house.approved(accounts=[house.weibo])
    PlatformAccount.objects.filter(pk=house.weibo.pk).update(status="closed")
    revoke_role(colleague, "author", accounts=[house.weibo], actor=None)
    holding = Holding("draft", draft.pk, draft.title, draft.account_id)
    assert colleague.pk in (DRAFTS.takers(holding) or ())
