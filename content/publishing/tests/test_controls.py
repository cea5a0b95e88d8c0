"""Each requirement on releasing turns to breached on the board and back (R-024, R-025, R-039, R-040)."""

from __future__ import annotations

from datetime import timedelta

from content.conftest import HOUR, NOW, House, forget_books
from content.publishing.completing import complete_publication
from content.publishing.models import Preflight, SlotChoice
from governance.policies.models import PolicyVersion
from tests.board import status, tampered, turns

SOON = NOW + timedelta(days=5)


def test_a_post_at_a_time_of_its_own_without_a_reason_breaches_r_024(house: House) -> None:
    post = house.published()
    choice = SlotChoice.objects.create(
        draft=post.draft, account=house.account, proposed=[NOW.isoformat()], chosen=NOW + HOUR, was_proposed=False,
        reason="与活动同时", chosen_by=house.publisher, chosen_at=NOW,
    )  # fmt: skip
    turns("R-024", tampered(choice, reason=""), SOON)


def test_a_month_of_one_kind_breaches_r_025_until_other_types_and_media_follow(house: House) -> None:
    house.published()
    assert status("R-025", SOON) == "breached"
    house.published(content_type="culture")
    assert status("R-025", SOON) == "breached"
    house.published(content_type="activity", medium="image", assets=[house.picture()])
    assert status("R-025", SOON) == "met"


def test_a_post_whose_check_was_stale_breaches_r_039(house: House) -> None:
    post = house.published()
    assert post.preflight is not None
    turns("R-039", tampered(post.preflight, ticked_at=post.published_at - 3 * HOUR), SOON)


def test_a_rule_book_that_does_not_bind_the_account_makes_no_check_stale(house: House) -> None:
    post = house.published()
    Preflight.objects.filter(pk=post.preflight_id).update(ticked_at=post.published_at - HOUR)
    overseas = PolicyVersion.objects.in_force(NOW.date()).get(policy__code="overseas")
    with tampered(overseas.parameters.get(name="preflight.age"), value={"amount": 1, "unit": "minutes"}):
        forget_books()
        assert status("R-039", SOON) == "met"
    own = PolicyVersion.objects.in_force(NOW.date()).get(policy__code="douyin")
    with tampered(own.parameters.get(name="preflight.age"), value={"amount": 1, "unit": "minutes"}):
        forget_books()
        assert status("R-039", SOON) == "breached"


def test_a_post_that_reads_otherwise_than_it_was_signed_breaches_r_040_until_it_is_put_right(house: House) -> None:
    draft = house.approved()
    post = house.released(draft, published_text="别的文字", differing_confirmed=True)
    assert status("R-040", SOON) == "breached"
    complete_publication(post, actor=house.publisher, published_text=draft.body, at=NOW + 4 * HOUR)
    assert status("R-040", SOON) == "met"
