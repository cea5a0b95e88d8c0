"""The pages of the review of rights: what they show, to whom, and how they answer what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RecertificationLine, RecertificationRound, User
from accounts.recertification.cards import rights_to_review
from accounts.recertification.finding import find_rounds
from accounts.recertification.tests.conftest import DAY, Office
from governance.lists.models import ListExport
from governance.public import revoke_role


@pytest.fixture
def review(office: Office) -> RecertificationRound:
    """Opened yesterday by the clock of the pages."""
    return office.open(at=timezone.now() - DAY)


def page_of(person: User, url: str, **data: Any) -> Any:
    """What this person gets, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client.post(url, data) if data else client.get(url)


def decide(person: User, review: RecertificationRound, **data: Any) -> Any:
    """Send the form of the round."""
    return page_of(person, reverse("accounts:recertification_decide", args=[review.pk]), **data)


def test_the_reviewer_sees_their_lines_and_none_is_ticked(office: Office, review: RecertificationRound) -> None:
    html = page_of(office.manager, review.get_absolute_url()).content.decode()
    line = office.line(review, office.author)
    assert f'value="{line.pk}"' in html
    assert "checked" not in html


def test_everything_shows_what_a_reviewer_must_know(office: Office, review: RecertificationRound) -> None:
    html = page_of(office.admin, review.get_absolute_url() + "?tab=all").content.decode()
    assert "not in 13 months" in html
    assert 'name="lines"' not in html, "nobody but the reviewer gets boxes"


def test_the_page_asks_as_much_for_many_lines_as_for_one(
    office: Office, review: RecertificationRound, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        page_of(office.manager, review.get_absolute_url() + "?tab=all")
    for number in range(20):
        office.another(f"more_{number}", "author")
    RecertificationRound.objects.filter(pk=review.pk).update(status="closed", closed_at=timezone.now())
    again = office.open(at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        page_of(office.manager, again.get_absolute_url() + "?tab=all")
    assert len(many) <= len(few) + 1


def test_a_ticked_line_is_kept(office: Office, review: RecertificationRound) -> None:
    line = office.line(review, office.author)
    assert decide(office.manager, review, decision="keep", lines=[line.pk]).status_code == 302
    line.refresh_from_db()
    assert line.status == "kept"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"decision": "revoke"}, "say why"),
        ({"decision": "keep"}, "tick the rights"),
        ({"decision": "keep", "lines": ["99999"]}, "load the page again"),
        ({"decision": "keep", "lines": ["x' OR 1=1"]}, "load the page again"),
        ({"decision": "burn", "lines": []}, "load the page again"),
    ],
)
def test_what_is_wrong_gets_a_sentence(
    office: Office, review: RecertificationRound, data: dict[str, Any], sentence: str
) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(office.manager)
    answer = client.post(reverse("accounts:recertification_decide", args=[review.pk]), data, follow=True)
    assert sentence in answer.content.decode()
    assert not RecertificationLine.objects.exclude(status="waiting").exists()


def test_a_refused_line_is_named_and_the_others_pass(office: Office, review: RecertificationRound) -> None:
    lines = list(review.lines.values_list("pk", flat=True))
    client = Client(headers={"accept-language": "en"})
    client.force_login(office.manager)
    url = reverse("accounts:recertification_decide", args=[review.pk])
    html = client.post(url, {"decision": "keep", "lines": lines}, follow=True).content.decode()
    assert "This is your own right" in html
    assert "1 right decided" in html


def test_nobody_else_knows_the_round(office: Office, review: RecertificationRound) -> None:
    assert page_of(office.author, review.get_absolute_url()).status_code == 404
    assert decide(office.admin, review, decision="keep").status_code == 403


def test_a_right_taken_in_the_review_is_refused_with_the_next_request(
    office: Office, review: RecertificationRound
) -> None:
    second = office.another("second", "manager")
    client = Client()
    client.force_login(second)
    assert client.get(reverse("accounts:rights_findings")).status_code == 200
    line = office.line(review, office.author)
    assert line.reviewer == office.manager
    revoke_role(second, "manager", accounts=[office.account], actor=None)
    assert client.get(reverse("accounts:rights_findings")).status_code == 403


def test_next_reviews_are_opened_by_hand(office: Office) -> None:
    html = page_of(office.manager, reverse("accounts:recertification_rounds") + "?tab=next").content.decode()
    assert "never reviewed" in html
    page_of(office.manager, reverse("accounts:recertification_open"), account="douyin-main")
    assert RecertificationRound.objects.open().get().opened_by == office.manager


def test_findings_are_taken_with_a_reason(office: Office) -> None:
    html = page_of(office.manager, reverse("accounts:rights_findings")).content.decode()
    assert "author" in html
    url = reverse("accounts:rights_finding_revoke", args=[office.grant(office.author).pk])
    page_of(office.manager, url, reason="Never used")
    assert office.grant(office.author).ended_by == office.manager


def test_lists_are_taken_away_for_a_reason_alone(office: Office, review: RecertificationRound) -> None:
    for url in (
        reverse("accounts:recertification_export", args=[review.pk]),
        reverse("accounts:rights_findings_export"),
    ):
        assert page_of(office.admin, url, format="csv").status_code == 422
        answer = page_of(office.admin, url, format="csv", reason="audit")
        assert b"author" in b"".join(answer.streaming_content)
    assert ListExport.objects.count() == 2


def test_the_today_page_shows_what_waits(office: Office, review: RecertificationRound) -> None:
    now = timezone.now()
    card = rights_to_review(office.manager, now)
    assert card is not None
    assert [item.due_at for item in card.items] == [review.due_at]
    office.decide(review, "keep", office.author, at=now)
    card = rights_to_review(office.manager, now)
    assert card is not None
    assert card.items == []


def test_the_search_finds_reviews_that_one_may_see(office: Office, review: RecertificationRound) -> None:
    assert [hit.url for hit in find_rounds(office.manager, "douyin", 5)] == [review.get_absolute_url()]
    assert find_rounds(office.author, "douyin", 5) == []


def test_ticks_stay_when_the_reason_is_missing(office: Office, review: RecertificationRound) -> None:
    line = office.line(review, office.author)
    answer = decide(office.manager, review, decision="revoke", lines=[line.pk])
    assert answer.status_code == 422
    assert f'value="{line.pk}" checked' in answer.content.decode()
