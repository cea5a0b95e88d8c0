"""The two reviews rest the moment a qualification is missing, ended or lapsed; nothing else does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Qualification, User
from accounts.qualifications.services import end_qualification
from accounts.qualifications.tests.conftest import DAY, Review
from governance.public import Denied, can, grant_role

pytestmark = pytest.mark.django_db


def at_next_request(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_never_appointed_lapsed_and_renewed_each_from_the_next_request_on(review: Review) -> None:
    def answer() -> object:
        return can(at_next_request(review.nina), "accounts.review_first", review.account)

    with override("en"):
        never = answer()
        assert isinstance(never, Denied)
        assert "manager" in str(never.reason)
        row = review.qualified()
        assert answer()
        yesterday = timezone.now() - DAY
        Qualification.objects.filter(pk=row.pk).update(
            appointed_at=datetime(2020, 1, 1, tzinfo=UTC), valid_until=yesterday
        )
        lapsed = answer()
        assert isinstance(lapsed, Denied)
        assert timezone.localtime(yesterday).date().isoformat() in str(lapsed.reason)
        renewed = review.qualified()
        assert answer()
        end_qualification(renewed, actor=review.manager, reason="Moves")
        assert not answer()


def test_a_superuser_obeys_it_too(review: Review) -> None:
    root = User.objects.create_superuser("root")
    assert not can(root, "accounts.review_final", review.account)


def test_other_signatures_and_rights_do_not_rest(review: Review) -> None:
    for role, right in (("legal", "governance.sign_legal"), ("publisher", "accounts.publish")):
        grant_role(review.nina, role, accounts=[review.account], actor=None)
        assert can(at_next_request(review.nina), right, review.account), right


def test_one_statement_a_request_whatever_is_asked(review: Review, django_assert_num_queries) -> None:
    review.qualified()
    nina = at_next_request(review.nina)
    can(nina, "accounts.publish", review.account)
    from accounts.qualifications.gates import qualification_gate

    with django_assert_num_queries(1):
        for right in ("accounts.review_first", "accounts.review_final", "accounts.publish"):
            assert qualification_gate(nina, right, review.account.pk) is None
