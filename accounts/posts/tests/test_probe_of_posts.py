"""R-123 follows the posts: nobody in any of them is a breach, one vacant or unaccepted a risk."""

from __future__ import annotations

import pytest

from accounts.models import Post, User
from accounts.posts.services import end_holding
from accounts.posts.tests.conftest import DAY, NOW, Staff
from governance.public import measure_now

pytestmark = pytest.mark.django_db


def status(pack: str | None = "douyin", at: object = NOW) -> str:
    return measure_now("R-123", at=at, pack=pack).status  # type: ignore[arg-type]


def test_from_breached_through_at_risk_to_met_and_back(staff: Staff) -> None:
    assert status() == "breached"
    codes = list(Post.objects.filter(policy__code="douyin").values_list("code", flat=True))
    first, *rest = codes
    staff.held(code=first)
    assert status() == "at_risk"
    holdings = [staff.held(code=code) for code in rest]
    assert status() == status(None) == "met"
    end_holding(holdings[0], actor=staff.manager, reason="Moves", at=NOW)
    assert status() == "at_risk"
    User.objects.filter(pk=staff.anna.pk).update(is_active=False)
    assert status() == "breached"


def test_a_new_sheet_puts_the_post_at_risk_until_it_is_accepted(staff: Staff) -> None:
    for code in Post.objects.filter(policy__code="douyin").values_list("code", flat=True):
        staff.held(code=code)
    staff.sheet(text="Publishes and checks.", at=NOW + DAY)
    assert (status(at=NOW), status(at=NOW + DAY)) == ("met", "at_risk")


def test_a_term_that_ends_soon_puts_the_post_at_risk(staff: Staff) -> None:
    for code in Post.objects.filter(policy__code="douyin").values_list("code", flat=True):
        staff.held(code=code, until=(NOW + 60 * DAY).date())
    assert (status(at=NOW), status(at=NOW + 31 * DAY)) == ("met", "at_risk")


def test_a_rule_book_that_binds_nothing_is_not_measured(staff: Staff) -> None:
    assert status("overseas") == "not_measured"
