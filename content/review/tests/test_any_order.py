"""Whatever people do in whatever order: nothing unsigned is approved, and an edit leaves nothing signed."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.conftest import NOW, House
from content.drafts.models import Draft
from content.drafts.sealing import digest, sealed_content
from content.drafts.services import edit_draft
from content.review.models import ReviewSlot
from content.review.rules import APPROVALS
from content.review.services import decide
from content.review.submission import submit_draft, take_back
from governance.public import Refused

PEOPLE = ("author", "first_reviewer", "final_reviewer", "executive", "legal", "stranger")
STEPS = st.one_of(
    st.sampled_from([("submit",), ("take_back",), ("edit",)]),
    st.tuples(st.just("sign"), st.sampled_from(PEOPLE), st.integers(0, 2), st.booleans()),
)


def take(house: House, draft: Draft, step: tuple[object, ...], number: int) -> None:
    at = NOW + timedelta(minutes=number)
    if step[0] == "submit":
        submit_draft(draft, actor=house.author, at=at)
    elif step[0] == "take_back":
        take_back(draft, actor=house.author, at=at)
    elif step[0] == "edit":
        edit_draft(draft, actor=house.author, body=f"第{number}次修改的正文。", at=at)
    else:
        slots = list(ReviewSlot.objects.filter(version_id=draft.current_version_id).order_by("position"))
        if not slots:
            return
        slot = slots[int(str(step[2])) % len(slots)]
        decide(
            slot, actor=house.people[str(step[1])], decision="approve" if step[3] else "changes",
            marks=dict.fromkeys(slot.criteria, "pass"), problems=[{"text": "错字"}], reauthenticated_at=at, at=at,
        )  # fmt: skip


def holds(draft: Draft, house: House) -> None:
    slots = list(ReviewSlot.objects.filter(draft=draft, voided_at=None, decided_at__isnull=False))
    signers = [slot.signer_id for slot in slots]
    assert len(signers) == len(set(signers))
    assert house.author.pk not in signers
    if draft.status == "draft":
        assert (slots, draft.first_signer_id, draft.final_signer_id) == ([], None, None)
    if draft.status == "approved":
        version = draft.current_version
        assert version is not None
        every = ReviewSlot.objects.filter(version=version)
        assert all(slot.decision in APPROVALS and slot.sha256 == version.sha256 for slot in every)
        handles = [account.handle for account in draft.targets.all()]
        assert digest(sealed_content(draft, handles=handles, assets=[])) == version.sha256


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=4, max_size=14))
def test_whatever_people_do_in_whatever_order(house: House, steps: list[tuple[object, ...]]) -> None:
    draft = house.draft(flags=["important"])
    for number, step in enumerate(steps):
        with suppress(Refused):
            take(house, draft, step, number)
        draft.refresh_from_db()
        holds(draft, house)
