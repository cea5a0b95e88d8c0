"""Carrying a correction out: exactly the agreed text, with proof, in time; or giving it up (R-027, R-040)."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage

from content.cards import posts_that_differ
from content.conftest import titles
from content.corrections.cards import posts_to_correct
from content.corrections.models import Correction
from content.corrections.services import drop_correction
from content.corrections.tests.conftest import AGREED, ASKED, DONE, RIGHT, Wrong, shot
from content.media.models import MediaAsset
from content.publishing.comparing import TextDiffers
from content.publishing.completing import complete_publication
from content.publishing.hosts import ForeignHost
from content.publishing.withdrawing import prove_withdrawal, withdraw_publication
from content.review.tests.test_probes import numbers
from governance.public import ApprovalRequest, Deadline, LedgerEntry, NotAllowed, NoteRequired, Refused, WrongState
from tests.agreeing import agreed


def test_the_corrected_post_is_compared_with_what_was_agreed_to(wrong: Wrong) -> None:
    row, post, publisher = wrong.agreed(), wrong.post, wrong.house.publisher
    assert titles(posts_to_correct, publisher, DONE) == [post.title]
    done = wrong.carry_out(row, published_text=f" {RIGHT}\n")
    post.refresh_from_db()
    assert (done.status, done.text_before, done.corrected_by) == ("done", row.publication.version.body, publisher)
    assert (post.text_matches, post.published_text.strip()) == (True, RIGHT)
    assert titles(posts_to_correct, publisher, DONE) == []
    complete_publication(post, actor=publisher, published_text=RIGHT, at=DONE)
    post.refresh_from_db()
    assert post.text_matches is True
    complete_publication(post, actor=publisher, published_text=post.version.body, differing_confirmed=True, at=DONE)
    assert titles(posts_that_differ, publisher, DONE) == [post.title]


def test_another_text_than_the_agreed_one_is_not_recorded_and_leaves_no_file(wrong: Wrong) -> None:
    row = wrong.agreed()
    with pytest.raises(TextDiffers):
        wrong.carry_out(row, published_text="谁也没有同意过的正文。")
    for extra in ({"proof": None}, {"published_text": " "}, {"url": "not an address"}):
        with pytest.raises(Refused):
            wrong.carry_out(row, **extra)
    row.refresh_from_db()
    assert row.status == "agreed"
    assert not MediaAsset.objects.exists()
    assert not any(default_storage.listdir("")[1])


def test_the_address_before_stays_on_record_where_the_post_gets_a_new_one(wrong: Wrong) -> None:
    before, after = wrong.post.url, "https://www.douyin.com/video/2"
    done = wrong.carry_out(wrong.agreed(), url=after)
    wrong.post.refresh_from_db()
    assert (done.address_before, done.url, wrong.post.url) == (before, after, after)
    entry = LedgerEntry.objects.get(event="correction.done", object_id=done.pk)
    assert entry.payload["new_address"] is True


def test_a_new_address_elsewhere_is_confirmed_and_one_with_a_login_refused(wrong: Wrong) -> None:
    row, elsewhere = wrong.agreed(), "https://evil.example/2"
    with pytest.raises(ForeignHost):
        wrong.carry_out(row, url=elsewhere)
    with pytest.raises(Refused) as refusal:
        wrong.carry_out(row, url="https://user:pass@www.douyin.com/2")
    assert refusal.value.field == "url"
    assert wrong.carry_out(row, url=elsewhere, host_confirmed=True).url == elsewhere


def test_only_an_agreed_correction_is_carried_out_once_and_by_its_publisher(wrong: Wrong) -> None:
    row = wrong.ask()
    with pytest.raises(WrongState):
        wrong.carry_out(row)
    wrong.decide(wrong.decide(row, wrong.house.first_reviewer), wrong.house.final_reviewer)
    with pytest.raises(NotAllowed):
        wrong.carry_out(row, actor=wrong.house.author)
    wrong.carry_out(row)
    with pytest.raises(WrongState):
        wrong.carry_out(row)


def test_a_clock_runs_from_the_yes_to_the_record(wrong: Wrong) -> None:
    row = wrong.agreed()
    clock = Deadline.objects.get(kind="correction", object_id=row.pk)
    assert (clock.state, clock.owner, clock.due_at) == ("running", wrong.house.publisher, row.due_at)
    assert wrong.house.publisher.notices.filter(template="correction.to_carry_out").exists()
    wrong.carry_out(row)
    clock.refresh_from_db()
    assert clock.state == "met"


def test_a_no_leaves_the_post_and_lets_somebody_ask_again(wrong: Wrong) -> None:
    row = wrong.decide(wrong.ask(), wrong.house.first_reviewer, agree=False)
    assert row.status == "refused"
    assert wrong.ask(at=DONE).status == "asked"


def test_giving_it_up_takes_a_reason(wrong: Wrong) -> None:
    row = wrong.agreed()
    with pytest.raises(NoteRequired):
        drop_correction(row, actor=wrong.house.publisher, note=" ", at=DONE)
    assert drop_correction(row, actor=wrong.house.publisher, note="平台不允许修改", at=DONE).status == "dropped"
    assert not Deadline.objects.filter(kind="correction", state="running").exists()


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_ends_what_was_asked_for(wrong: Wrong) -> None:
    house, row = wrong.house, wrong.ask()
    agreed("publication_withdraw", actor=house.publisher, target=wrong.post, by=house.manager, at=AGREED)
    withdraw_publication(wrong.post, actor=house.publisher, reason="事实有误", at=AGREED)
    row.refresh_from_db()
    assert row.status == "dropped"
    assert row.request is not None
    assert ApprovalRequest.objects.get(pk=row.request.pk).status == "lapsed"


def test_a_withdrawal_keeps_its_proof_or_says_that_it_lacks_one(wrong: Wrong) -> None:
    house, post = wrong.house, wrong.post
    with pytest.raises(WrongState):
        prove_withdrawal(post, actor=house.publisher, proof=shot(), at=ASKED)
    agreed("publication_withdraw", actor=house.publisher, target=post, by=house.manager, at=ASKED)
    gone = withdraw_publication(post, actor=house.publisher, reason="事实有误", at=ASKED)
    assert gone.withdrawal_proof is None
    with pytest.raises(WrongState):
        withdraw_publication(post, actor=house.publisher, reason="事实有误", proof=shot(), at=ASKED)
    assert not MediaAsset.objects.exists()
    assert prove_withdrawal(post, actor=house.publisher, proof=shot(), at=ASKED).withdrawal_proof is not None
    with pytest.raises(WrongState):
        prove_withdrawal(post, actor=house.publisher, proof=shot(), at=ASKED)
    for person in (house.author, house.first_reviewer, house.final_reviewer, house.manager):
        assert person.notices.filter(template="publication.withdrawn").exists()


def test_corrections_after_release_are_the_second_figure_of_accuracy(wrong: Wrong) -> None:
    assert numbers("R-027", "corrected") == (0, 1)
    row = wrong.ask()
    assert numbers("R-027", "corrected") == (0, 1), "what nobody agreed to was not wrong"
    wrong.decide(wrong.decide(row, wrong.house.first_reviewer), wrong.house.final_reviewer)
    assert numbers("R-027", "corrected") == (1, 1)
    assert Correction.objects.open().count() == 1
