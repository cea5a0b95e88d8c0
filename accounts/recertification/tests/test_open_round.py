"""A round freezes the grants in force, finds a reviewer for each line, and opens when it is due."""

from __future__ import annotations

import pytest

from accounts.models import RecertificationRound, User
from accounts.recertification.services import open_round
from accounts.recertification.sweeping import sweep_recertification
from accounts.recertification.tests.conftest import DAY, NOW, OPENED, Office
from governance.notices.models import Notice
from governance.public import Deadline, Denial, Grant, LedgerEntry, Refused, WrongState, grant_role, move


def test_it_has_a_line_for_every_grant_in_force_and_none_that_came_later(office: Office) -> None:
    review = office.open()
    office.another("late", "author")
    assert {line.person.username for line in review.lines.all()} == {"manager", "author"}


def test_nobody_reviews_their_own_line(office: Office) -> None:
    review = office.open()
    assert office.line(review, office.author).reviewer == office.manager
    assert office.line(review, office.manager).reviewer == office.boss


def test_two_managers_review_each_other(office: Office) -> None:
    second = office.another("second", "manager")
    review = office.open()
    assert office.line(review, office.manager).reviewer == second
    assert office.line(review, second).reviewer == office.manager


def test_the_roles_of_the_company_have_a_round_of_their_own(office: Office) -> None:
    review = open_round(None, actor=None, at=NOW)
    assert [(line.person, line.reviewer) for line in review.lines.all()] == [(office.admin, office.boss)]


def test_its_clock_runs_and_every_reviewer_is_told(office: Office) -> None:
    review = office.open()
    clock = Deadline.objects.get(kind="recertification_round", object_id=review.pk)
    assert (clock.due_at, clock.state) == (review.due_at, "running")
    told = Notice.objects.filter(template="recertification.opened").values_list("recipient__username", flat=True)
    assert set(told) == {"manager", "boss"}
    assert LedgerEntry.objects.filter(event="recertification.opened", object_id=review.pk).count() == 1


def test_there_is_one_open_round_at_a_time(office: Office) -> None:
    office.open()
    with pytest.raises(WrongState, match="open already"):
        office.open()


def test_whoever_manages_the_account_opens_one_by_hand_and_nobody_else(office: Office) -> None:
    with pytest.raises(Denial):
        office.open(actor=office.author)
    with pytest.raises(Denial):
        open_round(None, actor=office.manager, at=NOW)
    assert office.open(actor=office.manager).opened_by == office.manager


def test_without_any_role_there_is_nothing_to_review(office: Office) -> None:
    Grant.objects.filter(account=office.account).update(ended_at=NOW, ended_because="revoked")
    with pytest.raises(Refused, match="nothing to review"):
        office.open(at=NOW + DAY)
    assert sweep_recertification(NOW + 200 * DAY)["opened"] == 1  # the company's alone


def test_a_closed_account_is_not_reviewed(office: Office) -> None:
    type(office.account).objects.update(status="closed")
    with pytest.raises(WrongState, match="not in use"):
        office.open()


def test_the_sweep_opens_it_three_weeks_before_the_interval_is_over(office: Office) -> None:
    # Douyin: 180 days, counted from the opening of the account; the company: 90 days, and due.
    assert sweep_recertification(OPENED + 157 * DAY)["opened"] == 1
    assert not RecertificationRound.objects.filter(account=office.account).exists()
    assert sweep_recertification(OPENED + 160 * DAY)["opened"] == 1
    assert sweep_recertification(OPENED + 160 * DAY)["opened"] == 0
    assert RecertificationRound.objects.get(account=office.account).opened_by is None


def test_the_interval_counts_from_the_last_closed_round(office: Office) -> None:
    review = office.open()
    office.decide(review, "keep", office.author)
    office.decide(review, "keep", office.manager, actor=office.boss)
    sweep_recertification(NOW + 150 * DAY)
    assert not RecertificationRound.objects.open().filter(account=office.account).exists()
    sweep_recertification(NOW + 161 * DAY)
    assert RecertificationRound.objects.open().filter(account=office.account).exists()


def test_no_person_closes_a_round_by_hand(office: Office) -> None:
    with pytest.raises(Refused, match="by itself"):
        move(office.open(), "close", actor=User.objects.get(username="boss"))


def test_opening_it_for_a_thousand_grants_takes_a_handful_of_statements(
    office: Office, django_assert_max_num_queries: object
) -> None:
    people = User.objects.bulk_create(User(username=f"p{n}", password="!") for n in range(1000))
    Grant.objects.bulk_create(
        Grant(person=person, role="author", account=office.account, begins_at=OPENED) for person in people
    )
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        assert office.open().lines.count() == 1002


def test_a_grant_of_the_company_can_be_given_again_and_reviewed_again(office: Office) -> None:
    grant_role(office.author, "legal", actor=None, at=OPENED)
    review = open_round(None, actor=None, at=NOW)
    assert review.lines.count() == 2
