"""Only who was trained, tested and appointed by somebody else becomes a reviewer, and for a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Qualification, User
from accounts.qualifications import cards
from accounts.qualifications.reading import competent_ids, qualified_ids
from accounts.qualifications.services import end_qualification, remind_reviewers
from accounts.qualifications.tests.conftest import DAY, Review
from governance.notices.models import Notice
from governance.public import Denial, LedgerEntry, NotAllowed, NoteRequired, Refused, WrongState, name_deputy

pytestmark = pytest.mark.django_db
# A Wednesday morning in Shanghai; a year after the test it ends at midnight there.
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
END = datetime(2027, 6, 2, 16, 0, tzinfo=UTC)
qualifications_to_renew: Any = cards.qualifications_to_renew


def test_it_holds_for_the_days_of_the_rule_book_from_the_test_on(review: Review) -> None:
    row = review.qualified(at=NOW, markets=["US", "CN", "US"])
    assert (row.valid_until, row.markets) == (END, ["CN", "US"])
    assert [qualified_ids([review.nina.pk], moment) for moment in (NOW - DAY, NOW, END - DAY, END)] == [
        set(), {review.nina.pk}, {review.nina.pk}, set(),
    ]  # fmt: skip
    assert (competent_ids("US", NOW), competent_ids("DE", NOW)) == ({review.nina.pk}, set())
    assert LedgerEntry.objects.get(event="qualification.appointed").actor == review.manager
    assert Notice.objects.get(template="qualification.appointed").recipient == review.nina


def test_nobody_appoints_themselves_nor_whom_they_stand_in_for_nor_without_the_right(review: Review) -> None:
    root = User.objects.create_superuser("root")
    for person in (review.manager, root):
        with pytest.raises(NotAllowed):
            review.qualified(person, actor=person, at=NOW)
    with pytest.raises(Denial):
        review.qualified(actor=review.stranger, at=NOW)
    name_deputy(review.nina, review.second, begins_at=NOW - DAY, ends_at=NOW + DAY, kind="leave", object_id=1)
    with pytest.raises(NotAllowed):
        review.qualified(actor=review.second, at=NOW)
    row = review.qualified(at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Qualification.objects.filter(pk=row.pk).update(appointed_by=review.nina)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"score": 79}, "score"),
        ({"score": 101}, "score"),
        ({"tested_on": (NOW + DAY).date()}, "tested_on"),
        ({"tested_on": (NOW - DAY).date()}, "tested_on"),
        ({"trained_on": (NOW - 400 * DAY).date(), "tested_on": (NOW - 366 * DAY).date()}, "tested_on"),
        ({"proof": " \u200b"}, "proof"),
        ({"training": ""}, "training"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(review: Review, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        review.qualified(at=NOW, **wrong)
    assert (refused.value.field, Qualification.objects.count()) == (field, 0)


def test_both_are_reminded_once_ahead_of_the_end_and_not_after_a_renewal(review: Review) -> None:
    row = review.qualified(at=NOW)
    assert remind_reviewers(END - 31 * DAY)["reviewers_reminded"] == 0
    assert [remind_reviewers(END - 29 * DAY)["reviewers_reminded"] for _ring in range(2)] == [3, 0]
    for person in (review.nina, review.manager):
        assert [item.url for item in qualifications_to_renew(person, END - DAY).items] == [row.get_absolute_url()]
    assert not qualifications_to_renew(review.stranger, END - DAY).items
    review.qualified(at=END - 20 * DAY)
    assert not qualifications_to_renew(review.nina, END - DAY).items


def test_ended_with_a_reason_with_everything_that_ran(review: Review) -> None:
    row = review.qualified(at=NOW)
    review.qualified(at=NOW + DAY)
    with pytest.raises(NoteRequired):
        end_qualification(row, actor=review.manager, reason="", at=NOW + DAY)
    with pytest.raises(Denial):
        end_qualification(row, actor=review.nina, reason="No time", at=NOW + DAY)
    assert end_qualification(row, actor=review.manager, reason="Moves", at=NOW + 2 * DAY) == 2
    assert (qualified_ids([review.nina.pk], NOW + DAY), qualified_ids([review.nina.pk], NOW + 3 * DAY)) == (
        {review.nina.pk}, set(),
    )  # fmt: skip
    with pytest.raises(WrongState):
        end_qualification(row, actor=review.manager, reason="Moves", at=NOW + 3 * DAY)


def test_appointed_and_ended_on_the_pages_and_seen_by_those_concerned(review: Review, client: Client) -> None:
    client.force_login(review.manager)
    values = {
        "person": review.nina.pk, "training": "Review", "trained_on": "2026-06-01", "tested_on": "2026-06-02",
        "score": 90, "proof": "Certificate 7", "markets": ["CN"],
    }  # fmt: skip
    assert client.post("/posts/reviewers/new/", {**values, "score": 12}).status_code == 422
    assert client.post("/posts/reviewers/new/", {**values, "tested_on": "2019-06-02"}).status_code == 422
    row = review.qualified()
    for person, status in ((review.manager, 200), (review.nina, 200), (review.stranger, 404)):
        client.force_login(person)
        assert client.get(row.get_absolute_url()).status_code == status
        assert ("nina" in client.get("/posts/reviewers/").content.decode()) is (status == 200)
        person_page = client.get(f"/people/{review.nina.pk}/").content.decode()
        assert (row.get_absolute_url() in person_page) is (status == 200)
    client.force_login(review.second)
    assert client.post(f"{row.get_absolute_url()}end/", {"reason": "Moves"}).status_code == 302
    row.refresh_from_db()
    assert (row.ended_by, row.end_reason) == (review.second, "Moves")
