"""Closing an account stops what was scheduled there, with a reason, and the author is told (R-003)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.public import PlatformAccount, User, move_account
from content.conftest import HOUR, NOW, House
from content.drafts.ending import complete_left_over
from content.drafts.models import Draft
from content.drafts.services import edit_draft
from content.publishing.services import schedule_draft
from content.review.submission import submit_draft
from governance.notices.models import Notice
from governance.public import Deadline, Refused, grant_role, history_of
from tests.agreeing import agreed


def close(house: House, account: PlatformAccount, at: datetime) -> None:
    grant_role(house.stranger, "manager", accounts=[account], actor=None)
    agreed("account_close", actor=house.manager, target=account, by=house.stranger, at=at)
    move_account(account, "close", actor=house.manager, note="The brand was sold", at=at)


@pytest.fixture
def both(house: House) -> Draft:
    """Approved for both accounts; the Douyin account leads."""
    draft = house.submitted(accounts=[house.weibo])
    for code, person in (("first", house.first_reviewer), ("final", house.final_reviewer), ("legal", house.legal)):
        if draft.slots.filter(code=code).exists():
            house.sign(draft, code, person)
    draft.refresh_from_db()
    assert draft.status == "approved"
    return draft


def test_a_draft_whose_other_account_closed_is_published_with_its_post(house: House, both: Draft) -> None:
    close(house, house.weibo, NOW + 2 * HOUR)
    house.released(both, house.account)
    both.refresh_from_db()
    assert both.status == "published"


def test_a_draft_that_stands_on_the_account_that_is_left_is_published_when_the_other_closes(
    house: House, both: Draft
) -> None:
    post = house.released(both, house.account)
    close(house, house.weibo, NOW + 4 * HOUR)
    both.refresh_from_db()
    assert (both.status, both.published_at) == ("published", post.published_at)
    assert Notice.objects.filter(template="draft.completed", recipient=both.author).exists()


def test_a_draft_under_review_for_a_closing_account_shows_what_stands(house: House, both: Draft) -> None:
    post = house.released(both, house.account)
    edited = edit_draft(both, actor=house.author, body="给微博的另一段文字，欢迎到店体验。", at=NOW + 4 * HOUR)
    assert submit_draft(edited, actor=house.author, at=NOW + 4 * HOUR).status == "first_review"
    close(house, house.weibo, NOW + 5 * HOUR)
    both.refresh_from_db()
    assert (both.status, both.current_version) == ("published", post.version)
    assert (both.first_signer, both.final_signer) == (house.first_reviewer, house.final_reviewer)
    assert not Deadline.objects.open().filter(kind="draft", object_id=both.pk).exists()


def test_taking_the_last_open_account_out_publishes_the_draft(house: House, both: Draft) -> None:
    house.released(both, house.account)
    with pytest.raises(Refused) as refusal:
        edit_draft(both, actor=house.author, accounts=[house.account], body="另一段文字。", at=NOW + 4 * HOUR)
    assert refusal.value.field == "accounts"
    assert edit_draft(both, actor=house.author, accounts=[house.account], at=NOW + 4 * HOUR).status == "published"
    assert list(both.targets.all()) == [house.account]


@pytest.mark.parametrize("name", ["account", "weibo"])
def test_a_draft_is_edited_on_after_one_of_its_accounts_closed(house: House, both: Draft, name: str) -> None:
    close(house, getattr(house, name), NOW + 2 * HOUR)
    both.refresh_from_db()
    author = User.objects.get(pk=house.author.pk)
    assert edit_draft(both, actor=author, title=both.title, at=NOW + 3 * HOUR).status == "approved"
    edited = edit_draft(both, actor=author, body="只剩一个账号，文字也改了。", at=NOW + 3 * HOUR)
    left = {"account": house.weibo, "weibo": house.account}[name]
    assert (edited.status, edited.account, list(edited.targets.all())) == ("draft", left, [left])


def test_a_draft_that_was_left_without_an_account_is_found_by_the_sweep(house: House, both: Draft) -> None:
    house.released(both, house.account)
    assert complete_left_over(NOW + 4 * HOUR) == {"completed": 0}
    both.target_rows.filter(account=house.weibo).delete()
    assert complete_left_over(NOW + 4 * HOUR) == {"completed": 1}


def test_what_was_scheduled_on_a_closed_account_is_stopped(house: House) -> None:
    draft = house.approved()
    assert draft.window_start is not None
    schedule_draft(
        draft, actor=house.people["publisher"], scheduled_at=draft.window_start + timedelta(minutes=5),
        at=draft.window_start,
    )  # fmt: skip
    manager, second, at = house.manager, house.stranger, draft.window_start
    grant_role(second, "manager", accounts=[house.account], actor=None)
    agreed("account_close", actor=manager, target=house.account, by=second, at=at)
    move_account(house.account, "close", actor=manager, note="The brand was sold", at=at)
    draft.refresh_from_db()
    assert (draft.status, draft.scheduled_at) == ("approved", None)
    assert history_of("draft", draft.pk)[0].event == "draft.stopped"
    assert not Deadline.objects.open().filter(kind="draft", object_id=draft.pk, purpose="publish").exists()
    assert Notice.objects.filter(template="draft.stopped", recipient=draft.author).count() == 1
