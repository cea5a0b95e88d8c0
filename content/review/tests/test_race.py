"""Two people at the same moment: one decision stands, the other person reads why (PostgreSQL)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from accounts.public import User
from content.conftest import House
from content.drafts.models import Draft
from content.drafts.services import edit_draft
from content.review.models import ReviewSlot
from content.review.submission import submit_draft
from governance.public import Refused, grant_role
from tests.qualifying import qualify

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> tuple[int, list[str]]:
    """Run the acts in threads that start together; how many went through, and the refusals of the rest."""
    barrier, refused, done = threading.Barrier(len(acts)), [], []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
            done.append(act)
        except Refused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return len(done), refused


def test_of_an_approval_and_a_rejection_one_wins(house: House) -> None:
    second = User.objects.create_user("second")
    grant_role(second, "first_reviewer", accounts=[house.account], actor=None)
    qualify(second, by=house.manager)
    second = User.objects.get(pk=second.pk)
    for _round in range(4):
        draft = house.submitted()
        done, refused = at_once(
            partial(house.sign, draft, "first", house.first_reviewer),
            partial(house.sign, draft, "first", second, "changes", problems=[{"text": "错字"}]),
        )
        assert (done, len(refused)) == (1, 1), refused
        slot = ReviewSlot.objects.get(draft=draft, code="first")
        draft.refresh_from_db()
        assert draft.status == ("draft" if slot.decision == "changes" else "final_review")


def test_twenty_clicks_record_one_signature(house: House) -> None:
    draft = house.submitted()
    done, refused = at_once(*[lambda: house.sign(draft, "first", house.first_reviewer) for _click in range(20)])
    assert (done, len(refused)) == (1, 19)
    assert ReviewSlot.objects.filter(draft=draft, signer=house.first_reviewer).count() == 1


def test_two_signatures_of_one_stage_both_count(house: House) -> None:
    draft = house.submitted(flags=["important"])
    house.sign(draft, "first", house.first_reviewer)
    done, refused = at_once(
        lambda: house.sign(draft, "final", house.final_reviewer),
        lambda: house.sign(draft, "executive", house.executive),
    )
    draft.refresh_from_db()
    assert (done, refused, draft.status, draft.slots_signed) == (2, [], "approved", 3)


def test_an_edit_and_a_last_signature_never_leave_an_unsigned_text_approved(house: House) -> None:
    for _round in range(4):
        draft = house.submitted()
        house.sign(draft, "first", house.first_reviewer)
        at_once(
            partial(house.sign, draft, "final", house.final_reviewer),
            partial(edit_draft, draft, actor=house.author, body="抢在签署前的修改。"),
        )
        stored = Draft.objects.select_related("current_version").get(pk=draft.pk)
        if stored.status == "approved":
            assert stored.current_version is not None
            assert stored.body == stored.current_version.body
        else:
            assert (stored.status, stored.final_signer) == ("draft", None)


def test_two_submissions_freeze_one_version(house: House) -> None:
    draft = house.draft()
    done, refused = at_once(*[lambda: submit_draft(draft, actor=house.author) for _click in range(2)])
    draft.refresh_from_db()
    assert (done, len(refused), draft.versions_count) == (1, 1, 1)
