"""Reviewers sign while they are qualified; R-122 counts the signatures given without that (O-4.3.3a)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.public import Accreditation, Qualification, end_accreditation, end_qualification
from content.conftest import HOUR, NOW, House
from content.review.eligibility import eligible_ids
from content.review.models import ReviewSlot
from content.review.queries import waiting_for
from governance.public import NotAllowed, bind_pack, measure_now
from tests.qualifying import accredit

pytestmark = pytest.mark.django_db


def status() -> str:
    return measure_now("R-122", at=NOW + 4 * HOUR).status


def test_a_signature_without_a_qualification_at_its_moment_is_a_breach(house: House) -> None:
    assert status() == "not_measured"
    house.approved()
    assert status() == "met"
    rows = Qualification.objects.filter(person=house.final_reviewer)
    since = rows.get().appointed_at
    rows.update(appointed_at=NOW + 2 * HOUR)
    assert status() == "breached"
    rows.update(appointed_at=since, ended_at=NOW + 3 * HOUR)
    assert status() == "met"
    rows.update(ended_at=NOW)
    assert status() == "breached"
    rows.update(ended_at=None)
    assert status() == "met"


def test_other_signatures_do_not_count(house: House) -> None:
    draft = house.submitted(flags=["important"])
    house.sign(draft, "first", house.first_reviewer)
    house.sign(draft, "executive", house.executive)
    assert measure_now("R-122", at=NOW + 4 * HOUR).total == 1


def test_who_is_not_qualified_is_neither_asked_nor_let_sign(house: House) -> None:
    draft = house.submitted()
    slot = house.slot(draft, "first")
    assert eligible_ids(slot, draft, [slot], NOW) == [house.first_reviewer.pk]
    Qualification.objects.filter(person=house.first_reviewer).delete()
    assert eligible_ids(slot, draft, [slot], NOW) == []
    with pytest.raises(NotAllowed):
        house.sign(draft, "first", house.first_reviewer)


def test_the_next_request_of_an_open_session_is_refused_and_the_page_says_who_renews(
    house: House, client: Client
) -> None:
    draft = house.submitted()
    address = reverse("content:review_page", args=[draft.pk])
    client.force_login(house.first_reviewer)
    sign = reverse("content:review_decide", args=[house.slot(draft, "first").pk])
    assert sign in client.get(address).content.decode()
    end_qualification(Qualification.objects.get(person=house.first_reviewer), actor=house.manager, reason="Moves")
    page = client.get(address).content.decode()
    assert (sign in page, house.manager.username in page) == (False, True)
    assert client.post(sign, {"decision": "approve"}).status_code == 403
    assert not ReviewSlot.objects.exclude(decided_at=None).exists()


def test_an_adviser_without_a_valid_accreditation_signs_nothing_and_reads_why(house: House) -> None:
    bind_pack("kuaishou_health", account=house.account, actor=None, at=NOW - timedelta(days=90))
    draft = house.submitted(content_type="health_knowledge")
    slot = house.slot(draft, "adviser")
    slots = list(ReviewSlot.objects.filter(version_id=draft.current_version_id))
    house.sign(draft, "first", house.first_reviewer)
    assert eligible_ids(slot, draft, slots, NOW + HOUR) == [house.adviser.pk]
    assert waiting_for(house.adviser).exists()
    end_accreditation(Accreditation.objects.get(), actor=house.manager, reason="注册注销", at=NOW)
    assert eligible_ids(slot, draft, slots, NOW + HOUR) == []
    assert not waiting_for(house.adviser).exists()
    with pytest.raises(NotAllowed, match=r"accreditation|备案"):
        house.sign(draft, "adviser", house.adviser)
    accredit(house.adviser, by=house.manager)
    assert house.sign(draft, "adviser", house.adviser).status == "final_review"
