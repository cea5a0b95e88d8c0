"""An account closes while a draft for it and another one is under review or being written (R-003, R-030)."""

from __future__ import annotations

import pytest

from accounts.public import PlatformAccount, User
from content.conftest import HOUR, NOW, House, sweep
from content.drafts.ending import leave_left_over
from content.drafts.models import Draft
from content.publishing.tests.test_closing import close
from content.review.models import ReviewSlot
from content.review.pages import review_page
from content.review.submission import submit_draft
from content.suspension.models import ReleaseHold
from content.suspension.services import approve_again, lift_suspension, suspend_publishing
from governance.notices.models import Notice
from governance.public import Deadline, history_of

NAMES = pytest.mark.parametrize("name", ["account", "weibo"])
LATER = NOW + 3 * HOUR


def stored(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def on_both(house: House) -> Draft:
    """Written for both accounts on an urgent reason, so that no plan of one of them stands in the way."""
    draft = house.draft(accounts=[house.weibo], urgent_reason="停电")
    Draft.objects.filter(pk=draft.pk).update(urgent_approved_by=house.manager, urgent_approved_at=NOW)
    return stored(draft)


def signed_through(house: House, draft: Draft) -> str:
    """Every signature that it waits for, by who holds the role of each."""
    slots = ReviewSlot.objects.filter(version_id=draft.current_version_id).order_by("position")
    people = {"first": "first_reviewer", "final": "final_reviewer"}
    for code in slots.values_list("code", flat=True):
        person = User.objects.get(username=people.get(code.split(":")[0], code))
        house.sign(draft, code, person, at=LATER)
    return stored(draft).status


@NAMES
@pytest.mark.parametrize("signed", [0, 1])
def test_a_draft_under_review_returns_to_its_author_and_goes_on_without_it(
    house: House, name: str, signed: int
) -> None:
    draft = submit_draft(on_both(house), actor=house.author, at=NOW)
    if signed:
        house.sign(draft, "first", house.first_reviewer)
    close(house, getattr(house, name), NOW + 2 * HOUR)
    left = {"account": house.weibo, "weibo": house.account}[name]
    back = stored(draft)
    assert (back.status, back.account, list(back.targets.all())) == ("draft", left, [left])
    assert (back.first_signer, back.slots_signed) == (None, 0)
    assert not ReviewSlot.objects.filter(draft=draft, voided_at=None).exists()
    assert not Deadline.objects.open().filter(kind="draft", object_id=draft.pk).exists()
    assert history_of("draft", draft.pk)[0].event == "draft.given_back"
    told = Notice.objects.get(template="draft.given_back")
    assert (told.recipient, told.object_id) == (house.author, draft.pk)
    author = User.objects.get(pk=house.author.pk)
    assert signed_through(house, submit_draft(back, actor=author, at=LATER)) == "approved"


@NAMES
def test_a_draft_that_is_being_written_goes_there_no_more(house: House, name: str) -> None:
    draft = on_both(house)
    close(house, getattr(house, name), NOW + 2 * HOUR)
    left = {"account": house.weibo, "weibo": house.account}[name]
    open_one = stored(draft)
    assert list(open_one.targets.all()) == [left]
    assert open_one.lock_version > draft.lock_version
    assert "draft.account_out" in {entry.event for entry in history_of("draft", draft.pk)}
    author = User.objects.get(pk=house.author.pk)
    assert signed_through(house, submit_draft(open_one, actor=author, at=LATER)) == "approved"


def test_the_author_of_a_draft_that_goes_nowhere_else_is_told_so(house: House) -> None:
    draft = house.submitted()
    close(house, house.account, NOW + 2 * HOUR)
    assert (stored(draft).status, stored(draft).account) == ("draft", house.account)
    assert Notice.objects.filter(template="draft.nowhere_to_go", recipient=house.author).count() == 1
    assert review_page(stored(draft), house.first_reviewer)["deadlines"] == []


def test_the_sweep_gives_back_what_an_earlier_closing_left_under_review(house: House) -> None:
    draft, written = submit_draft(on_both(house), actor=house.author, at=NOW), on_both(house)
    PlatformAccount.objects.filter(pk=house.account.pk).update(status="closed")
    assert leave_left_over(LATER) == {"left": 2}
    assert leave_left_over(LATER) == {"left": 0}
    assert sweep(LATER)["drafts_left"] == {"left": 0}
    assert (stored(draft).status, stored(draft).account) == ("draft", house.weibo)
    assert list(stored(written).targets.all()) == [house.weibo]


@NAMES
def test_a_post_that_was_held_back_is_approved_again_for_the_account_that_is_left(house: House, name: str) -> None:
    draft = house.submitted(accounts=[house.weibo])
    assert signed_through(house, draft) == "approved"
    suspension = suspend_publishing([house.account, house.weibo], actor=house.manager, reason="事故", at=LATER)
    lift_suspension(suspension, actor=house.manager, note="过去了", at=LATER)
    close(house, getattr(house, name), LATER)
    version = stored(draft).current_version
    assert version is not None
    final = User.objects.get(pk=house.final_reviewer.pk)
    done = approve_again(
        ReleaseHold.objects.get(), actor=final, sha256=version.sha256, reauthenticated_at=LATER, at=LATER
    )
    assert done.approved_by == final
